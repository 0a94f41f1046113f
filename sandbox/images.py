"""The images sandboxes boot: recipes as data, and making what is missing. Refuses to do anything twice, or by halves.

A recipe is a pure function of this repository: its tag is the hash of all that goes into it, so what is there is right.
Each stands on one below, and the agent comes last: when it alone changed, a rebuild takes a second.
"""

import contextlib
import fcntl
import hashlib
import io
import json
import os
import shutil
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from platformdirs import user_cache_path

from sandbox import commands, debian, engine_images, vendor
from sandbox.contract import Image, Inventory, Progress

HERE = Path(__file__).parent
PYTHON = "3.11.2"
"""The oldest Python that a base image comes with: the release's own."""
GLIBC_MINOR = 36
"""The release's."""
UPSTREAM = f"python:3.11-slim-{debian.RELEASE}"
GRACE_SECONDS = 3600
"""An older generation stays this long after it was made or used last: another process may be about to boot from it."""

LAYER = "layer"
LAYER_SECONDS = 7 * 24 * 3600
"""An image that holds packages for some apps stays so long."""
SETTLE_SECONDS = 5
"""So long an engine may take to let go of a build that was broken off."""

# Only the stage that installs has wheels and pip. It needs no network: the host has fetched the wheels, by its own
# settings for index, proxy and certificates. A tenth of it all are the libraries' own tests.
LIBRARIES = """\
FROM {below} AS libraries
{label}
COPY wheels /wheels
RUN python3 -m venv --without-pip /opt/venv \\
 && PYTHONPATH="$(echo /wheels/pip-*.whl)" /opt/venv/bin/python -m pip install --no-cache-dir --no-index --no-deps \\
    --find-links /wheels --requirement /wheels/requirements.txt \\
 && find /opt/venv -type d -name tests -prune -exec rm -rf {{}} +
"""

PACKAGES = "chromium-headless-shell fonts-dejavu-core fonts-droid-fallback fonts-noto-color-emoji libatomic1"
BROWSER = f"""\
ARG SOURCES
COPY authorities.pem /tmp/authorities.pem
RUN set -e; \\
    printf '%s\\n' "$SOURCES" > /tmp/sources.list; \\
    ours="-o Dir::Etc::SourceList=/tmp/sources.list -o Dir::Etc::SourceParts=-"; \\
    if [ -z "$SOURCES" ]; then ours=""; fi; \\
    apt() {{ DEBIAN_FRONTEND=noninteractive apt-get -q -y $ours \\
      -o Acquire::https::CaInfo=/tmp/authorities.pem "$@"; }}; \\
    apt update; \\
    apt install --no-install-recommends {PACKAGES}; \\
    rm -rf /tmp/* /var/lib/apt/lists/* /var/cache/apt/* /var/log/*
"""

# Only what decides on the lists is in their image, so that they are made again when that changed, and not with each
# change of the agent.
RECORDED = """\
COPY sandbox /opt/mayfly/sandbox
RUN cd / && PYTHONPATH=/opt/mayfly /opt/venv/bin/python -P -c 'from sandbox.payload import record; record.main()' \\
 && rm -rf /tmp/*
"""
RECORDS = ("apps.py", "record.py")

AGENT = """\
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin
WORKDIR /app
# An engine may give what it mounts here the mode of what it covers.
RUN chmod 0777 /app
COPY sandbox /opt/mayfly/sandbox
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One image: what stands below it, its Dockerfile after FROM, and what goes into it."""

    name: str
    below: "Recipe | None" = None
    lines: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    requirements: str = ""
    """Pinned distributions whose wheels are put in the context under wheels/."""
    online: bool = False
    """Whether building it needs the network."""
    vendor: bool = False
    """Whether the listed JavaScript libraries are put in the context under vendor/."""

    @property
    def tag(self) -> str:
        parts = [self.name, self.dockerfile, self.requirements, *(f"{k}\0{v}" for k, v in sorted(self.files.items()))]
        return f"mayfly/{self.name}:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]}"

    @property
    def dockerfile(self) -> str:
        below = self.below.tag if self.below else UPSTREAM
        label = f"LABEL {engine_images.LABEL}={self.name}"
        libraries = LIBRARIES.format(below=below, label=label) if self.requirements else ""
        collect = "COPY --from=libraries /opt/venv /opt/venv\n" if self.requirements else ""
        return f"{libraries}FROM {below}\n{label}\n{collect}{self.lines}"


BASE = Recipe("base")
"""A small Debian with Python, pulled or made here."""


def recipe(image: Image) -> Recipe:
    """What an image is made of, from the files beside this module as they are now."""
    payload = {f"sandbox/payload/{path.name}": path.read_text() for path in sorted((HERE / "payload").glob("*.py"))}
    below = libraries(image)
    if image is Image.APP:
        listing = {"vendor.txt": (HERE / "runtime/vendor.txt").read_text()}
        below = Recipe("app-vendor", below=below, lines="COPY vendor /vendor\n", files=listing, vendor=True)
        deciding = {name: text for name, text in payload.items() if name.endswith(RECORDS)}
        below = Recipe(f"{image.value}-modules", below=below, lines=RECORDED, files=deciding)
    return Recipe(image.value, below=below, lines=AGENT, files=payload)


def libraries(image: Image) -> Recipe:
    """The image below the agent."""
    below = BASE if image is Image.APP else Recipe("browser", below=BASE, lines=BROWSER, online=True)
    return Recipe(
        f"{image.value}-libraries", below=below, requirements=(HERE / f"runtime/{image.value}.txt").read_text()
    )


def tag(image: Image) -> str:
    """The name under which the engine has this image."""
    return recipe(image).tag


def present(image: Image) -> bool:
    """Whether the engine has this image as the repository now describes it."""
    return engine_images.there(tag(image))


def build(image: Image, progress: Progress) -> None:
    """Make an image and what stands below it, as far as missing; then remove what it replaces."""
    make(recipe(image), progress)


def ensure(progress: Progress) -> None:
    """Make every image that is missing."""
    for image in Image:
        build(image, progress)


def make(wanted: Recipe, progress: Progress) -> None:
    if engine_images.there(wanted.tag):
        return
    with lock():
        if engine_images.there(wanted.tag):
            return
        missing = [wanted]
        while (below := missing[-1].below) and not engine_images.there(below.tag):
            missing.append(below)
        try:
            for one in reversed(missing):
                progress(f"Making the image {one.tag}")
                began = time.monotonic()
                if one.below:
                    assemble(one, progress)
                else:
                    found(one, progress)
                progress(f"Made the image {one.tag} in {time.monotonic() - began:.1f} s")
        finally:
            tidy()


def found(base: Recipe, progress: Progress) -> None:
    """The base image: from a registry where one answers, otherwise from a Debian mirror."""
    progress(f"Asking a registry for {UPSTREAM}")
    if engine_images.pull(UPSTREAM, progress):
        assemble(base, progress)
    else:
        with emptied(folder() / "scratch") as scratch:
            tar = debian.root_filesystem(scratch, progress)
            progress("Handing the base image to the engine")
            engine_images.take(tar, base.tag, base.name)


def assemble(one: Recipe, progress: Progress) -> None:
    """Let the engine build one recipe."""
    args, files = {}, {name: text.encode() for name, text in one.files.items()}
    with emptied(folder() / "scratch") as scratch:
        if one.requirements:
            files["wheels/requirements.txt"] = one.requirements.encode()
            fetch(one.requirements, scratch, progress)
        if one.vendor:
            files |= {f"vendor/{name}": content for name, content in vendor.fetch(scratch / "vendor", progress)}
        if one.online:
            args["SOURCES"] = debian.sources_list(*debian.mirrors())
            files["authorities.pem"] = authorities()
        with tempfile.TemporaryFile(dir=scratch) as file:
            pack(file, {"Dockerfile": one.dockerfile.encode(), **files}, scratch)
            file.seek(0)
            engine_images.build(one.tag, file, args, progress, online=one.online)


def pack(file: IO[bytes], files: Mapping[str, bytes], wheels: Path) -> None:
    """The build context as a tar; without times, so that the engine's cache sees what is the same."""
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            tar.addfile(entry, io.BytesIO(content))
        for path in sorted(wheels.glob("*.whl")):
            tar.add(path, f"wheels/{path.name}")


def fetch(requirements: str, folder: Path, progress: Progress) -> None:
    """Wheels for the engine's platform, by the host's own pip and thus by its settings for index, proxy and TLS."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(found := engine_images.info()["Architecture"], found)
    platforms = [f"--platform=manylinux_2_{minor}_{machine}" for minor in range(GLIBC_MINOR, 17, -1)]
    platforms.append(f"--platform=manylinux2014_{machine}")  # and what is older
    listing = folder / "wanted.txt"
    listing.write_text(f"{requirements}\npip\n")
    argv = (sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--progress-bar=off", "--no-deps")
    wheels = ("--only-binary=:all:", "--implementation=cp", f"--python-version={PYTHON}", *platforms)
    commands.run(
        [*argv, *wheels, f"--dest={folder}", f"--requirement={listing}"],
        "fetch the libraries of the images",
        progress,
        hint="Check that `pip download` reaches a package index.",
    )


def authorities() -> bytes:
    """The certificates this host trusts: a mirror behind a company's own authority is believed while building."""
    for name in (os.environ.get("SSL_CERT_FILE"), os.environ.get("PIP_CERT"), "/etc/ssl/certs/ca-certificates.crt"):
        if name and Path(name).is_file():
            return Path(name).read_bytes()
    return b""


def tidy(*, everything: bool = False) -> Inventory:
    """Remove half-built pieces and generations that were replaced; with `everything`, all images of ours."""
    wanted: set[str] = set()
    if not everything:
        for image in Image:
            one: Recipe | None = recipe(image)
            while one:
                wanted.add(one.tag)
                one = one.below
    young, layers = time.time() - GRACE_SECONDS, time.time() - LAYER_SECONDS
    until = time.monotonic() + SETTLE_SECONDS
    removed: list[str] = []
    while True:
        old = {
            tag or key: bool(tag)
            for kind, tag, key, made in engine_images.listed()
            if tag not in wanted
            and (not tag or everything or max(made, used_at(tag)) < (layers if kind == LAYER else young))
        }
        gone = [name for name in old if engine_images.remove(name)]
        removed += gone
        for name in gone:
            use(name).unlink(missing_ok=True)
        if not gone and (all(old.values()) or time.monotonic() > until):
            left = old if everything else ()
            return Inventory(tuple(f"image {name}" for name in removed), tuple(f"image {name}" for name in left))
        if not gone:
            time.sleep(0.2)


def tidy_up() -> None:
    """Remove what was replaced and is no longer used."""
    with lock():
        tidy()


def note_use(tag: str) -> None:
    """An image that is booted from stays, also where this repository has moved on to another."""
    with contextlib.suppress(OSError):
        use(tag).parent.mkdir(exist_ok=True)
        use(tag).touch()


def used_at(tag: str) -> float:
    """When it was last booted from, 0 if never."""
    with contextlib.suppress(OSError):
        return use(tag).stat().st_mtime
    return 0


def use(tag: str) -> Path:
    """The file whose time says when an image was last booted from."""
    return folder() / "used" / tag.replace("/", "-")


def remove_all() -> Inventory:
    """Remove every image of ours; the next run makes them again."""
    with lock():
        return tidy(everything=True)


@contextmanager
def emptied(path: Path) -> Iterator[Path]:
    """A fresh folder, gone afterwards; what a killed process left in it is gone before."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def folder() -> Path:
    """Where things are put together, by whoever has the lock."""
    path = user_cache_path("mayfly") / "images"
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def lock() -> Iterator[None]:
    """One process at a time makes or removes images; the others wait, then find them there."""
    with (folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    ensure(lambda line: print(line, flush=True))
