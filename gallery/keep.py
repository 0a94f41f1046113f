"""Writes an app as a folder that anybody can run without Mayfly. Refuses to write over what is there."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from gallery.capsule import of_entry
from gallery.contract import Entry, GalleryError, Version
from gallery.folder import write_folder
from gallery.receipt import Receipt, receipt_of
from gallery.receipt_page import as_html
from gallery.shelf import PICTURES, Shelf
from gallery.text import line, markdown, slug
from generator import interface
from generator.checks import kept_tests
from generator.contract import Kind, Plan
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
UNSEEN_FORMS = {"UploadFile": "python-multipart", "Form": "python-multipart", "Jinja2Templates": "jinja2"}
"""The same for FastAPI."""
BASE = {Kind.STREAMLIT: {"streamlit"}, Kind.API: {"fastapi", "uvicorn"}, Kind.SCRIPT: set[str]()}
"""What an app of a kind needs whatever it imports."""
SERVER = """\
FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN mkdir -p data && chown -R nobody data
ENV HOME=/tmp
USER nobody
EXPOSE {port}
CMD {command}
"""
STREAMLIT = SERVER.format(
    port=8501, command='["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.headless=true"]'
)
API = SERVER.format(port=8000, command='["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]')
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
SCRIPT = """\
FROM python:3.11-slim
COPY . /app
RUN test ! -e /app/requirements.txt || pip install --no-cache-dir -r /app/requirements.txt
WORKDIR /work
ENTRYPOINT ["python3", "/app/main.py"]
"""
DOCKERFILES = {Kind.WEB: WEB, Kind.STREAMLIT: STREAMLIT, Kind.API: API, Kind.SCRIPT: SCRIPT}
INSTALL = "pip install -r requirements.txt"
COMMANDS = {
    Kind.WEB: "python3 -m http.server 8000 --bind 127.0.0.1\npython3 -m webbrowser http://127.0.0.1:8000/",
    Kind.STREAMLIT: f"{INSTALL}\nstreamlit run app.py",
    Kind.API: f"{INSTALL}\nuvicorn app:app --port 8000",
    Kind.SCRIPT: "python3 main.py --help",
}
TESTING = "playwright>=1.49,<2\npytest>=8,<10\n"
PROVED = "The checks are plain pytest files in tests/; tests/README.md says how to run them."
UNPROVED = "There were no checks of it that could fail, so there is no tests folder."
PROVE_COMMAND = """# The checks, as plain pytest files

In the folder above this one:

```sh
pip install -r tests/requirements.txt
pytest tests
```

Each test runs the command in a copy of the app's files.
"""
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
    Kind.API: "It needs Python 3.11 or newer; a virtual environment keeps it apart from other things. Then its page\n"
    "is at http://127.0.0.1:8000/, and programs ask it there.",
    Kind.SCRIPT: "It needs Python 3.11 or newer.",
}
DOCKER = {
    Kind.SCRIPT: 'With Docker: `docker build -t app . && docker run --rm -i -v "$PWD:/work" app --help`, which reads\n'
    "and writes files of the folder it is called in.",
}


def keep(shelf: Shelf, entry: Entry, folder: Path | None = None, *, force: bool = False) -> Path:
    """Write the entry's latest version, with its checks and receipt, and note on the shelf that it is kept. Gives the
    folder, by default one named after the title below the current one. Raises GalleryError when there is one."""
    made(shelf, entry)
    target = free_target(folder or Path(slug(entry.title)), force=force)
    write(target, whole(shelf, entry), replace=force)
    shelf.keep(entry.id, target)
    return target


def made(shelf: Shelf, entry: Entry) -> Version:
    """The version to hand over. Raises GalleryError when there is none."""
    version = shelf.version(entry.id)
    if version is None:
        raise GalleryError(f"Nothing was made for {entry.id}, so there is nothing to keep.", entry.reason)
    return version


def whole(shelf: Shelf, entry: Entry) -> dict[str, bytes]:
    """All files of the folder that runs without Mayfly; its capsule holds whatever the shelf knows of the entry."""
    while True:
        version = made(shelf, entry)
        app = with_copies(shelf.files(entry.id))
        capsule = of_entry(shelf, entry, whole=True)
        found = contents(version, app, shelf.files(entry.id, PICTURES), shelf.stored(entry.id), capsule)
        if made(shelf, entry) == version:  # otherwise parts of it are of a version that came meanwhile
            return found


def write(target: Path, files: Mapping[str, bytes], *, replace: bool = False) -> None:
    try:
        write_folder(target, files, replace=replace, lasting=True)
    except OSError as error:
        raise GalleryError(f"{target} can't be written: {error.strerror}.", "Name another folder.") from error


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
    version: Version,
    app: Mapping[str, bytes],
    pictures: Mapping[str, bytes],
    stored: Mapping[str, bytes],
    capsule: bytes,
) -> dict[str, bytes]:
    """All files of a kept folder in this version. Where an app's own file has the name of one of ours, ours stands."""
    receipt = receipt_of(version)
    kind = Kind(receipt.kind)
    tests = kept_tests(version.capsule)
    pins = requirements(app, receipt.packages, kind) if kind in BASE else ""
    ours = {
        "README.md": readme(receipt, kind, usage(version), bool(tests), installed=bool(pins)).encode(),
        "Dockerfile": DOCKERFILES[kind].encode(),
        ".dockerignore": b"tests\npictures\nreceipt.*\ncapsule.json\n",
        "receipt.json": receipt.model_dump_json().encode(),
        "receipt.html": as_html(receipt, pictures).encode(),
        "capsule.json": capsule,
    }
    if pins:
        ours |= {"requirements.txt": pins.encode()}
    if kind is Kind.STREAMLIT:
        ours |= {".streamlit/config.toml": CONFIG}
    if tests:
        testing = "pytest>=8,<10\n" if kind is Kind.SCRIPT else TESTING
        ours |= tests | {
            "tests/README.md": (PROVE_COMMAND if kind is Kind.SCRIPT else PROVE).encode(),
            "tests/requirements.txt": (testing + ("-r ../requirements.txt\n" if pins else "")).encode(),
        }
    ours |= {f"pictures/{path}": content for path, content in pictures.items()}
    theirs = {**stored, **app}
    roots = {PurePosixPath(path).parts[0] for path in ours}
    return {path: content for path, content in theirs.items() if PurePosixPath(path).parts[0] not in roots} | ours


def usage(version: Version) -> list[str]:
    """How it is used by programs and at a terminal."""
    plan = json.loads(version.capsule).get("plan")
    return interface.usage(Plan.model_validate(plan)) if plan else []


def requirements(app: Mapping[str, bytes], packages: Sequence[str] = (), kind: Kind = Kind.STREAMLIT) -> str:
    """What its kind needs and what the app's Python files import, in the versions that it was tried with; `packages`
    are those beyond the image."""
    versions = pinned()
    needed = BASE[kind] | distributions(app)
    unseen = UNSEEN | (UNSEEN_FORMS if kind is Kind.API else {})
    for path, content in app.items():
        if path.endswith(".py"):
            source = content.decode("utf-8", "replace")
            needed |= {distribution for name, distribution in unseen.items() if name in source}
    pins = [*packages, *(f"{name}=={versions[name]}" for name in needed & versions.keys())]
    return "".join(f"{pin}\n" for pin in sorted(pins))


def readme(receipt: Receipt, kind: Kind, used: Sequence[str], tested: bool, *, installed: bool) -> str:
    """Names and sentences come from outside: they stand as escaped or indented text, never as markup."""
    asked = "\n".join(f"    {text}" for text in receipt.spec.splitlines())
    claims = "\n".join(f"    {claim.status}: {line(claim.text)}" for claim in receipt.claims)
    noticed = f"\n{receipt.faults.counted}\n" if receipt.faults.counted else ""
    noticed += "".join(f"\n    {line(fault.told)}" for fault in receipt.faults.survived)
    commands = f"{INSTALL}\n{COMMANDS[kind]}" if kind is Kind.SCRIPT and installed else COMMANDS[kind]
    how = "".join(f"    {line(told, 300)}\n" for told in used)
    how = f"\n## How it is used\n\n{how}" if how else ""
    return f"""# {markdown(receipt.title)}

Run it in this folder:

```sh
{commands}
```

{NOTES[kind]} {DOCKER.get(kind, "With Docker: see the Dockerfile.")}
{how}
## What was asked for

{asked}

## What is proved of it

{receipt.counted}.

{claims}
{noticed}
The whole receipt with pictures is receipt.html. {PROVED if tested else UNPROVED}
capsule.json holds all that is needed to build the app again with Mayfly.
"""
