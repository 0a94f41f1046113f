"""Holds the one tokenizer of the lab and its training, and keeps them over a restart. Refuses to train two at once."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from split import GPT4, compiled
from tokenizer import Tokenizer

HERE = Path(__file__).parent
SAVED = Path("data/tokenizer.json")


class Busy(Exception):
    """Something is being trained."""


@dataclass(slots=True)
class Training:
    """How far it is. `state`: nothing, running, done, stopped, failed or imported."""

    state: str = "nothing"
    vocabulary: int = 256
    bytes: int = 0
    chunks: int = 0
    unique: int = 0
    seconds: float = 0.0
    reason: str = ""
    merges: list[list[int | None]] = field(default_factory=list)
    """The new token, the two it is made of, how often these stood side by side, and how many tokens the text has from
    then on; None where that isn't known."""

    @property
    def is_short(self) -> bool:
        """Whether no pair was left before there were as many tokens as asked for."""
        return self.state == "done" and len(self.merges) + 256 < self.vocabulary


class Lab:
    def __init__(self) -> None:
        self.tokenizer = Tokenizer.of_merges([])
        self.training = Training()
        self._changed = threading.Condition()
        self._process: subprocess.Popen[bytes] | None = None

    def load(self) -> None:
        """What was there before; nothing when it can't be read."""
        try:
            saved = json.loads(SAVED.read_text())
            self.tokenizer = Tokenizer.of_ranks(saved["ranks"], saved["pattern"])
            self.training = Training(**saved["training"])
        except (OSError, ValueError, KeyError, TypeError):
            self.tokenizer, self.training = Tokenizer.of_merges([]), Training()

    def train(self, data: bytes, vocabulary: int, pattern: str) -> None:
        """Begin. Raises ValueError for what is no pattern, Busy while another training runs."""
        compiled(pattern)
        with self._changed:
            if self.training.state == "running":
                raise Busy
            self.training = Training("running", vocabulary, len(data))
            worker = [sys.executable, str(HERE / "train.py")]
            self._process = subprocess.Popen(worker, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        asked = json.dumps({"vocabulary": vocabulary, "pattern": pattern}).encode() + b"\n"
        threading.Thread(target=self._give, args=(self._process, asked, data), daemon=True).start()
        threading.Thread(target=self._follow, args=(self._process, self.training, pattern), daemon=True).start()

    def stop(self) -> None:
        """What was learnt by then stays."""
        with self._changed:
            if self.training.state == "running" and self._process:
                self.training.state = "stopping"
                self._process.kill()

    def wait(self, seconds: float) -> None:
        """Until nothing runs, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: self.training.state not in ("running", "stopping"), seconds)

    def take(self, table: str, pattern: str = GPT4) -> None:
        """A tiktoken rank table in place of what was trained. Raises ValueError for what is none."""
        tokenizer = Tokenizer.of_ranks(table, pattern)
        merges: list[list[int | None]] = [[*made, None, None] for made in tokenizer.merges()]
        with self._changed:
            if self.training.state == "running":
                raise Busy
            self.tokenizer = tokenizer
            self.training = Training("imported", len(tokenizer.tokens), merges=merges)
            self._save()

    def _give(self, process: "subprocess.Popen[bytes]", asked: bytes, data: bytes) -> None:
        assert process.stdin
        try:
            with process.stdin as pipe:
                pipe.write(asked)
                pipe.write(data)
        except OSError:
            return  # it was ended

    def _follow(self, process: "subprocess.Popen[bytes]", training: Training, pattern: str) -> None:
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                self._hear(json.loads(line), training)
        process.wait()
        with self._changed:
            if training.state == "stopping":
                training.state = "stopped"
            elif training.state == "running":
                training.state = "done" if training.seconds else "failed"
                training.reason = "" if training.seconds else "The training ended early: it may have run out of memory."
            if training.state != "failed":
                pairs = [(int(left or 0), int(right or 0)) for _, left, right, _, _ in training.merges]
                self.tokenizer = Tokenizer.of_merges(pairs, pattern)
                self._save()
            self._changed.notify_all()

    def _hear(self, said: dict[str, Any], training: Training) -> None:
        with self._changed:
            if "error" in said:
                training.state, training.reason = "failed", said["error"]
            begun = 256 + len(training.merges)
            training.merges += [[begun + at, *step] for at, step in enumerate(said.get("merges", []))]
            training.chunks = said.get("chunks", training.chunks)
            training.unique = said.get("unique", training.unique)
            training.seconds = said.get("seconds", training.seconds)

    def _save(self) -> None:
        SAVED.parent.mkdir(exist_ok=True)
        beside = SAVED.with_suffix(".new")
        kept = {name: getattr(self.training, name) for name in Training.__slots__}
        told = {"ranks": self.tokenizer.as_ranks(), "pattern": self.tokenizer.pattern, "training": kept}
        beside.write_text(json.dumps(told))
        beside.rename(SAVED)
