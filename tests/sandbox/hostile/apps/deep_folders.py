"""Goes down as deep as folders can be made, by long names, so that no path to the bottom can be said."""

import os

for folder, depth in (("/app", 1990), ("/tmp", 3000)):
    os.chdir(folder)
    for made in range(depth):
        os.mkdir("d" * 100)
        os.chdir("d" * 100)
    open("bottom", "w").close()
    print(folder, made + 1)
