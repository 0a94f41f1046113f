"""Starts the command `mayfly`. Refuses to import anything before it can take a Ctrl-C."""

import sys

INTERRUPTED = 130


def main() -> None:
    try:
        from gallery.cli import main as run
    except KeyboardInterrupt:  # nothing was begun, so there is nothing to end
        sys.stderr.write("Interrupted.\n")
        if "--json" in sys.argv:
            sys.stdout.write('{"outcome": "none", "error": "Interrupted.", "hint": ""}\n')
        sys.exit(INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
