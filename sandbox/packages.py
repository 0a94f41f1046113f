"""Brings packages that the image lacks: resolved and unpacked in a sandbox from which only the package index can be
reached, into an image layer of plain files. Refuses to run any code of theirs, wheels or not, before an app imports it.
"""

import hashlib
import io
import json
import re
import tarfile
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from packaging.utils import canonicalize_name

from sandbox import engine_images, images, requirements
from sandbox.contract import Image, Limits, Opens, Progress, Resolved, Sandbox, SandboxError, Trouble
from sandbox.destinations import Destination
from sandbox.outward import Outward
from sandbox.payload.wire import plain_path
from sandbox.requirements import MOST_REQUIREMENTS, plain

FOLDER = "/opt/packages"
"""Where the layer is in an app's sandbox. Not among the image's own, whose start-up files the agent would run."""
MOST_MB, MOST_FILES = 256, 20_000
MOST_LAYERS = 12
FRESH_SECONDS = 7 * 24 * 3600
LIMITS = Limits(memory_mb=1536, files_mb=3 * MOST_MB, files=2 * MOST_FILES, processes=64)
SECONDS = 180
AWAY = "The package index can't be reached from here just now."
PIP = ("python", "pip.whl/pip", "--disable-pip-version-check", "--no-cache-dir", "--no-input")
INSTALL = (
    *PIP,
    "install",
    "--retries=1",
    "--progress-bar=off",
    "--only-binary=:all:",
    "--no-compile",
    "--no-warn-script-location",
)
EXISTS = """
import sys, urllib.error, urllib.request
answers = set()
for index in sys.argv[2:]:
    try:
        answers.add(urllib.request.urlopen(index.rstrip("/") + "/" + sys.argv[1] + "/", timeout=30).status)
    except urllib.error.HTTPError as error:
        answers.add(error.code)
    except OSError:
        answers.add(0)
print("there" if 200 in answers else "gone" if answers <= {404, 410} else "away")
"""


class Failed(Exception):  # noqa: N818 - a verdict
    """Why requirements can't be had."""

    def __init__(self, trouble: Trouble, name: str, reason: str) -> None:
        super().__init__(reason)
        self.trouble, self.name = trouble, name


def resolve(requirements: Sequence[str], opener: Opens, progress: Progress) -> Resolved:
    """The layer that holds these requirements and all that they need, made in a sandbox of `opener` where it isn't
    there."""
    lines, wrong = plain(requirements)
    if wrong is not None:
        return Resolved(False, trouble="invalid", name=wrong[:100], reason=f"{wrong[:100]!r} is no plain requirement.")
    if len(lines) > MOST_REQUIREMENTS:
        return Resolved(False, trouble="invalid", reason=f"More than {MOST_REQUIREMENTS} requirements are too many.")
    key = key_of(lines)
    if not lines:
        return Resolved(True)
    if remembered := recall(key, lines):
        return remembered
    indexes, near = index_of_this_host()
    progress(f"Looking for {', '.join(lines)}")
    try:
        wheel = pip_wheel(progress)
        with opener(Image.APP, limits=LIMITS) as box:
            packages, tar = fetch(box, lines, indexes, near, wheel, progress)
        if packages:
            build(key, tar)
    except Failed as failed:
        return Resolved(False, trouble=failed.trouble, name=failed.name, reason=str(failed))
    except SandboxError as error:
        if "memory" not in str(error):
            raise
        return Resolved(False, trouble="too large", reason=f"They need more than a sandbox may use: {error}")
    found = Resolved(True, tuple(sorted(packages)), layer=key if packages else "")
    for one in {key, key_of(found.packages)}:  # what is pinned is asked for when the app is run again
        (folder() / f"{one}.json").write_text(json.dumps(asdict(found)))
    return found


def key_of(lines: Sequence[str]) -> str:
    """A hash of requirements and the image they are for."""
    return hashlib.sha256(json.dumps([images.tag(Image.APP), sorted(lines)]).encode()).hexdigest()[:16]


def tag(layer: str) -> str:
    """The image of a layer."""
    if not re.fullmatch(r"[0-9a-f]{16}", layer):
        raise SandboxError("This is no layer of packages.", "Resolve the requirements first.")
    return f"mayfly/{images.LAYER}:{layer}"


def recall(key: str, lines: Sequence[str]) -> Resolved | None:
    """What became of these requirements, lately or when each was pinned, and is still there."""
    path = folder() / f"{key}.json"
    try:
        if time.time() - path.stat().st_mtime > FRESH_SECONDS and not all("==" in line for line in lines):
            return None
        told = json.loads(path.read_text())
        found = Resolved(True, tuple(told["packages"]), layer=told["layer"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return found if not found.layer or engine_images.there(tag(found.layer)) else None


def fetch(
    box: Sandbox,
    lines: Sequence[str],
    indexes: Sequence[str],
    near: frozenset[Destination],
    wheel: bytes,
    progress: Progress,
) -> tuple[list[str], bytes]:
    """The pinned packages that the image lacks, and a tar of them unpacked, from a sandbox that may reach the index."""
    proxy = box.offer("index", Outward(near).serve)
    pins = "".join(f"{name}=={version}\n" for name, version in requirements.pinned().items())
    files = {"requirements.txt": "\n".join(lines).encode(), "pins.txt": pins.encode(), "pip.whl": wheel}
    box.put({**files, "authorities.pem": images.authorities(), "scratch/empty": b""}, replace=True)
    env = {
        "HTTP_PROXY": proxy,
        "HTTPS_PROXY": proxy,
        "http_proxy": proxy,
        "https_proxy": proxy,
        "TMPDIR": "/app/scratch",
    }
    env |= {"PIP_CONFIG_FILE": "/dev/null", "PIP_CERT": "/app/authorities.pem", "SSL_CERT_FILE": "/app/authorities.pem"}
    sources = [f"--index-url={indexes[0]}", *(f"--extra-index-url={index}" for index in indexes[1:])]
    run(
        box,
        ["--dry-run", "--report=report.json", "--constraint=pins.txt", "--requirement=requirements.txt"],
        sources,
        env,
    )
    found = pinned(box.get(".", most_mb=64).get("report.json", b""))
    if not found:
        return [], b""
    progress(f"Fetching {', '.join(found)}")
    listing = "".join(f"{name} --hash=sha256:{digest}\n" for name, digest in found.items())
    box.put({"pinned.txt": listing.encode()})
    run(box, ["--no-deps", "--require-hashes", "--target=packages", "--requirement=pinned.txt"], sources, env)
    packed = box.run(["tar", "-cf", "-", "-C", "packages", "."], seconds=SECONDS, most_kb=(MOST_MB + 64) * 1024)
    if packed.status != 0 or len(packed.output) > MOST_MB << 20:
        raise Failed("too large", lines[0], f"Unpacked it is more than {MOST_MB} MB.")
    return list(found), packed.output


def run(box: Sandbox, wanted: Sequence[str], sources: Sequence[str], env: dict[str, str]) -> None:
    ran = box.run([*INSTALL, *wanted, *sources], seconds=SECONDS, env=env, most_kb=1024)
    if ran.status == 0:
        return
    said = ran.errors.decode(errors="replace")
    name = next(iter(re.findall(r"No matching distribution found for ([A-Za-z0-9._-]+)", said)), "")
    lines = [line for line in said.splitlines() if line.startswith("ERROR: ")]
    told = plain_line(lines[0] if lines else said[-300:]).removeprefix("ERROR: ")[:300]
    if ran.reason or "No space left" in said:
        raise Failed("too large", "", ran.reason or "It needs more room than there is.")
    if "ResolutionImpossible" in said:
        why = ran.output.decode(errors="replace").partition("The conflict is caused by:")[2].split("\n\n")[0]
        told = ", ".join(plain_line(line) for line in why.splitlines() if line.strip())[:300] or told
        told = told.replace("The user requested (constraint)", "the image has")
        raise Failed("conflict", "", f"These can't be had together: {told}.")
    if name and "(from versions: none)" in said:
        indexes = [source.partition("=")[2] for source in sources]
        answer = box.run(["python", "-c", EXISTS, name, *indexes], seconds=90, env=env).output.strip()
        if answer == b"there":
            told = f"{name} has no wheel for this Python, and nothing is built from source here."
            raise Failed("no wheel", name, told)
        if answer == b"gone":
            raise Failed("unknown", name, f"There is no package named {name}.")
        raise Failed("unreachable", name, AWAY)
    if name:
        raise Failed("no version", name, f"No version of {name} fits. {told}")
    raise Failed("unreachable", "", f"{AWAY} {told}")


def plain_line(text: str) -> str:
    return "".join(c for c in text.strip() if c.isprintable())


def pinned(report: bytes) -> dict[str, str]:
    """Name and version -> SHA-256 of the wheel, from pip's report of what it would install."""
    try:
        chosen = json.loads(report)["install"]
        listed = [(one["metadata"], one["download_info"]["archive_info"]["hashes"]["sha256"]) for one in chosen]
        found = {f"{canonicalize_name(meta['name'])}=={meta['version']}": str(digest) for meta, digest in listed}
    except (ValueError, LookupError, TypeError):
        raise SandboxError("pip's report can't be read.", "Try again.") from None
    if not all(
        re.fullmatch(r"[\w.-]+==[\w.!+-]+", name) and re.fullmatch("[0-9a-f]{64}", d) for name, d in found.items()
    ):
        raise SandboxError("pip's report can't be believed.", "Try again.")
    return found


def build(key: str, tar: bytes) -> None:
    """Make the layer's image: plain files put over the app's image, with nothing run."""
    lines = f"FROM {images.tag(Image.APP)}\nLABEL {engine_images.LABEL}={images.LAYER}\nCOPY packages {FOLDER}\n"
    with images.lock(), tempfile.TemporaryFile() as file:
        repack(tar, lines.encode(), file)
        file.seek(0)
        engine_images.build(tag(key), file, {}, lambda _: None, online=False)
        layers = sorted((made, name) for kind, name, _, made in engine_images.listed() if kind == images.LAYER and name)
        for _, old in layers[:-MOST_LAYERS]:
            engine_images.remove(old)


def repack(tar: bytes, dockerfile: bytes, file: IO[bytes]) -> None:
    """A context of regular files below packages/ with plain names, bounded in number and size; all else is left out."""
    size = count = 0
    with tarfile.open(fileobj=file, mode="w") as context, tarfile.open(fileobj=io.BytesIO(tar), mode="r:") as given:
        add(context, "Dockerfile", dockerfile)
        for member in given:
            path = member.name.removeprefix("./")
            if not member.isreg() or member.issparse() or not plain_path(path):
                continue
            size, count = size + member.size, count + 1
            if size > MOST_MB << 20 or count > MOST_FILES:
                raise Failed("too large", "", f"Unpacked it is more than {MOST_MB} MB or {MOST_FILES} files.")
            content = given.extractfile(member)
            add(
                context, f"packages/{path}", content.read() if content else b"", 0o755 if member.mode & 0o100 else 0o644
            )


def add(context: tarfile.TarFile, path: str, content: bytes, mode: int = 0o644) -> None:
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode = len(content), mode
    context.addfile(entry, io.BytesIO(content))


def index_of_this_host() -> tuple[list[str], frozenset[Destination]]:
    """The indexes that this host's own pip asks, and what has to be reached for them."""
    from pip._internal.configuration import Configuration
    from pip._internal.models.index import PyPI

    settings = Configuration(isolated=False)
    settings.load()
    found: dict[str, Any] = {}
    for name, value in settings.items():  # later ones win, as in pip
        found[name.partition(".")[2]] = value
    indexes = [str(found.get("index-url") or PyPI.simple_url), *str(found.get("extra-index-url", "")).split()]
    indexes = [index for index in indexes if index.startswith(("https://", "http://"))] or [PyPI.simple_url]
    places = [urlsplit(index) for index in indexes]
    near = {(place.hostname or "", place.port or (80 if place.scheme == "http" else 443)) for place in places}
    if PyPI.simple_url in indexes:
        near.add((PyPI.file_storage_domain, 443))
    return indexes, frozenset(near)


def pip_wheel(progress: Progress) -> bytes:
    """pip itself, which the image doesn't have; fetched once by the host's own."""
    place = folder() / "pip"
    place.mkdir(exist_ok=True)
    if not list(place.glob("pip-*.whl")):
        try:
            images.fetch("", place, progress)
        except SandboxError as error:
            raise Failed("unreachable", "", f"{AWAY} {error}") from error
    return max(place.glob("pip-*.whl")).read_bytes()


def folder() -> Path:
    path = images.folder().parent / "packages"
    path.mkdir(parents=True, exist_ok=True)
    return path
