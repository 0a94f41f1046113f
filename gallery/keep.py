"""Writes an app as a folder that anybody can run without Mayfly. Refuses to write over what is there."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from gallery.contract import Entry, GalleryError, Version
from gallery.folder import write_folder
from gallery.receipt import Receipt, as_html, receipt_of
from gallery.shelf import PICTURES, Shelf
from gallery.text import line, markdown, slug
from generator.checks import kept_tests
from generator.contract import Kind
from sandbox import connect
from sandbox.contract import Image, SandboxError
from sandbox.imports import distributions
from sandbox.requirements import pinned
from sandbox.vendor import copies, used

UNSEEN = {
    "read_excel": "openpyxl",
    "to_excel": "openpyxl",
    "ExcelWriter": "openpyxl",
    "to_markdown": "tabulate",
    "read_html": "lxml",
    "background_gradient": "matplotlib",
}
"""What pandas imports on its own when that name is used."""
STREAMLIT = """\
FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN useradd app && mkdir -p data && chown -R app data
USER app
EXPOSE 8501
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.headless=true"]
"""
CONFIG = b"""\
# Only this machine reaches the app, and nothing is reported to anybody.
[server]
address = "127.0.0.1"
showEmailPrompt = false

[browser]
gatherUsageStats = false
"""
WEB = """\
FROM python:3.11-slim
WORKDIR /app
COPY . .
USER nobody
EXPOSE 8000
CMD ["python3", "-m", "http.server", "8000"]
"""
COMMANDS = {
    Kind.WEB: "python3 -m http.server 8000 --bind 127.0.0.1\npython3 -m webbrowser http://127.0.0.1:8000/",
    Kind.STREAMLIT: "pip install -r requirements.txt\nstreamlit run app.py",
}
TESTING = "playwright>=1.49,<2\npytest>=8,<10\n"
PROVED = "The checks are plain pytest files in tests/; tests/README.md says how to run them."
UNPROVED = "There were no checks of it that could fail, so there is no tests folder."
PROVE = """# The checks, as plain pytest files

In the folder above this one:

```sh
pip install -r tests/requirements.txt
playwright install chromium
pytest tests
```

A Chromium that is installed already is used as well. Each test starts a copy of the app by itself; set APP_URL to try
one that runs elsewhere.
"""
NOTES = {
    Kind.WEB: "The first command keeps running; give the second in another terminal.",
    Kind.STREAMLIT: "It needs Python 3.11 or newer; a virtual environment keeps it apart from other things.",
}


def keep(shelf: Shelf, entry: Entry, folder: Path | None = None, *, force: bool = False) -> Path:
    """Write the entry's latest version, with its checks and receipt, and note on the shelf that it is kept. Gives the
    folder, by default one named after the title below the current one. Raises GalleryError when there is one."""
    version = shelf.version(entry.id)
    if version is None:
        raise GalleryError(f"Nothing was made for {entry.id}, so there is nothing to keep.", entry.reason)
    target = free_target(folder or Path(slug(entry.title)), force=force)
    app = with_copies(shelf.files(entry.id))
    files = contents(version, app, shelf.files(entry.id, PICTURES), shelf.stored(entry.id))
    try:
        write_folder(target, files, replace=force)
    except OSError as error:
        raise GalleryError(f"{target} can't be written: {error.strerror}.", "Name another folder.") from error
    shelf.keep(entry.id, target)
    return target


def with_copies(app: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The app with what its pages load from /vendor, out of the image. Raises GalleryError when that can't be had."""
    if not (names := used(app)):
        return app
    try:
        with connect().open(Image.APP) as box:
            return {**app, **copies(box, names)}
    except SandboxError as error:
        raise GalleryError(f"The app needs {', '.join(names)}, which can't be copied: {error}", error.hint) from error


def free_target(folder: Path, *, force: bool = False) -> Path:
    """The folder as an absolute path. Raises GalleryError when something is in its place."""
    target = folder.expanduser().absolute()
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise GalleryError(f"{target} is not a folder.", "Name another one.")
    if not force and target.exists() and any(target.iterdir()):
        raise GalleryError(f"The folder {target} is not empty.", "Name another one, or say --force to replace it.")
    return target


def contents(
    version: Version, app: Mapping[str, bytes], pictures: Mapping[str, bytes], stored: Mapping[str, bytes]
) -> dict[str, bytes]:
    """All files of a kept folder. Where an app's own file has the name of one of ours, ours stands."""
    receipt = receipt_of(version)
    kind = Kind(receipt.kind)
    tests = kept_tests(version.capsule)
    ours = {
        "README.md": readme(receipt, kind, bool(tests)).encode(),
        "Dockerfile": (STREAMLIT if kind is Kind.STREAMLIT else WEB).encode(),
        ".dockerignore": b"tests\npictures\nreceipt.*\ncapsule.json\n",
        "receipt.json": receipt.model_dump_json().encode(),
        "receipt.html": as_html(receipt, pictures).encode(),
        "capsule.json": version.capsule.encode(),
    }
    if kind is Kind.STREAMLIT:
        ours |= {"requirements.txt": requirements(app, receipt.packages).encode(), ".streamlit/config.toml": CONFIG}
    if tests:
        ours |= tests | {
            "tests/README.md": PROVE.encode(),
            "tests/requirements.txt": (
                TESTING + ("-r ../requirements.txt\n" if kind is Kind.STREAMLIT else "")
            ).encode(),
        }
    ours |= {f"pictures/{path}": content for path, content in pictures.items()}
    theirs = {**stored, **app}
    roots = {PurePosixPath(path).parts[0] for path in ours}
    return {path: content for path, content in theirs.items() if PurePosixPath(path).parts[0] not in roots} | ours


def requirements(app: Mapping[str, bytes], packages: Sequence[str] = ()) -> str:
    """Streamlit and what the app's Python files import, in the versions that it was tried with; `packages` are those
    beyond the image."""
    versions = pinned()
    needed = {"streamlit", *distributions(app)}
    for path, content in app.items():
        if path.endswith(".py"):
            source = content.decode("utf-8", "replace")
            needed |= {distribution for name, distribution in UNSEEN.items() if name in source}
    pins = [*packages, *(f"{name}=={versions[name]}" for name in needed & versions.keys())]
    return "".join(f"{pin}\n" for pin in sorted(pins))


def readme(receipt: Receipt, kind: Kind, tested: bool) -> str:
    """Names and sentences come from outside: they stand as escaped or indented text, never as markup."""
    asked = "\n".join(f"    {text}" for text in receipt.spec.splitlines())
    claims = "\n".join(f"    {claim.status}: {line(claim.text)}" for claim in receipt.claims)
    noticed = f"\n{receipt.faults.counted}\n" if receipt.faults.counted else ""
    noticed += "".join(f"\n    {line(fault.told)}" for fault in receipt.faults.survived)
    return f"""# {markdown(receipt.title)}

Run it in this folder:

```sh
{COMMANDS[kind]}
```

{NOTES[kind]} With Docker: see the Dockerfile.

## What was asked for

{asked}

## What is proved of it

{receipt.counted}.

{claims}
{noticed}
The whole receipt with pictures is receipt.html. {PROVED if tested else UNPROVED}
capsule.json holds all that is needed to build the app again with Mayfly.
"""
