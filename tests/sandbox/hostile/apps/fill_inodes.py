"""Makes empty files until there is no place for another name."""

for folder in ("/app", "/tmp"):
    try:
        for n in range(100_000):
            open(f"{folder}/n{n}", "w").close()
    except OSError as error:
        print(folder, error.strerror)
