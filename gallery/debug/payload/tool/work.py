"""The working copy of a repository in a tool's sandbox, and the commands that run in it. Refuses to keep an edit longer
than the run that it was made for. On the standard library.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

REPORT = ".mayfly/out/told.json"
ATTEMPT_SECONDS, SUITE_SECONDS, CALL_SECONDS = 60, 120, 15
AWAY_SECONDS = 300
MOST_OUTPUT = 20_000
NO_OTHERS = "There are no other tests to run."
NOT_RUN = "The other tests could not be run."


class Work:
    """`folder` holds the copy, and what runs in it as `case.json`. It is there once it was unpacked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.case: dict[str, Any] = {}
        self.env: dict[str, str] = {}
        self.root = Path()
        self._lock = Lock()

    def unpack(self) -> None:
        """Once."""
        with self._lock:
            if not self.case:
                self.root = Path(tempfile.mkdtemp())
                with zipfile.ZipFile(self.folder / "copy.zip") as archive:
                    archive.extractall(self.root)
                case = json.loads((self.folder / "case.json").read_text())
                self.env = {name: value.replace("{root}", f"{self.root}") for name, value in case["env"].items()}
                self.case = case

    @contextlib.contextmanager
    def edited(self, edits: Mapping[str, str]) -> Iterator[None]:
        """Files of the copy stand so while inside."""
        self.unpack()
        before = {path: (self.root / path).read_bytes() for path in edits}
        try:
            for path, text in edits.items():
                (self.root / path).write_text(text)
            yield
        finally:
            for path, content in before.items():
                (self.root / path).write_bytes(content)

    def attempt(self, evidence: Mapping[str, Any]) -> dict[str, Any]:
        """How the failing test ends now."""
        report, output, status, seconds = self._probed("attempt", ATTEMPT_SECONDS)
        failures = [one["failure"] for one in report.get("tests", []) if one["outcome"] == "failed" and one["failure"]]
        failure = failures[0] if failures else {"kind": "" if status is None else f"status {status}", "message": ""}
        kind, message = failure["kind"], failure["message"].partition("\n")[0][:500]
        known = evidence["reproduced"]["signature"] or {}
        same = kind == known.get("kind") and told(message) == told(known.get("message", "").partition("\n")[0][:500])
        passes = status == 0
        return {
            "passes": passes,
            "same": same and not passes,
            "kind": "" if passes else kind,
            "message": "" if passes else message,
            "seconds": seconds,
            "output": output[-MOST_OUTPUT:],
        }

    def suite(self, evidence: Mapping[str, Any]) -> dict[str, Any]:
        """Which tests fail that did not before."""
        if not self.case["suite"]:
            return {"ran": 0, "broken": [], "reason": NO_OTHERS}
        report, *_ = self._probed("suite", SUITE_SECONDS)
        tests = report.get("tests", [])
        before = {*evidence["tests"]["failed"], evidence["test"]}
        broken = [one["id"] for one in tests if one["outcome"] == "failed" and one["id"] not in before]
        return {"ran": len(tests), "broken": broken, "reason": "" if tests else NOT_RUN}

    def call(self, path: str, function: str, arguments: str) -> dict[str, Any]:
        wanted = {"path": path, "function": function, "arguments": arguments}
        output = self._called(json.dumps(wanted))
        with contextlib.suppress(ValueError):
            if isinstance(said := json.loads(output), dict):
                return said
        return {"raised": f"It did not come to an end in {CALL_SECONDS} s, or ended the process."}

    def _called(self, wanted: str) -> str:
        """What came of a call, as it was printed."""
        return self._run(self.case["call"], CALL_SECONDS, wanted)[0]

    def _probed(self, name: str, seconds: float) -> tuple[dict[str, Any], str, int | None, float]:
        """The report of a command, what it printed, its status and its seconds."""
        place = self.root / REPORT
        place.unlink(missing_ok=True)
        began = time.monotonic()
        output, status = self._run(self.case[name], seconds, errors=subprocess.STDOUT)
        try:
            report = json.loads(place.read_text())
        except (OSError, ValueError):
            report = {}
        return report, output, status, time.monotonic() - began

    def _run(
        self,
        argv: Sequence[str],
        seconds: float,
        given: str = "",
        errors: int = subprocess.DEVNULL,
    ) -> tuple[str, int | None]:
        """What a command printed and its status, None when it was ended; with all that it started."""
        with subprocess.Popen(  # noqa: S603
            argv,
            cwd=self.root,
            env={**os.environ, **self.env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate(given.encode(), timeout=seconds)
                status: int | None = process.returncode
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                output, _ = process.communicate()
                status = None
        return output.decode(errors="replace"), status


class Away(Work):
    """The same where this sandbox has not what it takes: Mayfly runs it in one of its own, at this address, with the
    copy that it has there."""

    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder)
        self.address = address
        self._edits: Mapping[str, str] = {}

    def unpack(self) -> None:
        self.case = json.loads((self.folder / "case.json").read_text())

    @contextlib.contextmanager
    def edited(self, edits: Mapping[str, str]) -> Iterator[None]:
        self.unpack()
        self._edits = edits
        yield

    def _called(self, wanted: str) -> str:
        return str(self._asked("call", wanted)["output"])

    def _probed(self, name: str, seconds: float) -> tuple[dict[str, Any], str, int | None, float]:
        said = self._asked(name)
        output = f"{said['output']}\n{said['errors']}".strip()
        try:
            report = json.loads(said["report"])
        except ValueError:
            report = {}
        return report, output, said["status"], said["seconds"]

    def _asked(self, what: str, given: str = "") -> dict[str, Any]:
        body = json.dumps({"what": what, "edits": self._edits, "given": given}).encode()
        try:
            with urlopen(Request(self.address, body), timeout=AWAY_SECONDS) as answer:  # noqa: S310
                said: dict[str, Any] = json.loads(answer.read())
        except HTTPError as error:
            raise OSError(json.loads(error.read())["told"]) from error
        return said


def told(message: str) -> str:
    """Without what differs from run to run."""
    return re.sub(r"0x[0-9a-fA-F…]+|\d+(\.\d+)? ?s\b|… s\b|/tmp/\S*", "…", message)
