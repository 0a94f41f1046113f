"""Finds since which commit it fails, by running the failing command at earlier ones, and what it changed. Refuses to
touch the repository: commits are read as archives, and run in the sandbox with the failing test of today.
"""

import io
import tarfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gallery.debug.case import Bench
from gallery.debug.evidence import Commit, History, Signature
from gallery.debug.functions import is_test
from gallery.debug.repository import FILE_MB, KEY, git_bytes, git_says, is_secret
from gallery.text import line
from sandbox.payload.wire import plain_path

MOST_COMMITS, MOST_DIFF = 64, 20_000
SECONDS, ONE = 40.0, 20.0


def since_when(
    bench: Bench, root: Path, wanted: Signature, words: Sequence[str] | None, tell: Callable[[str], None]
) -> History | None:
    """None where git keeps no history. `words` are those that the command is run with here; None: its own."""
    listed = git_says(root, "log", f"-n{MOST_COMMITS}", "--first-parent", "--format=%H%x09%ct%x09%s")
    entries = [one.split("\t", 2) for one in (listed or "").splitlines()]
    commits = [Commit(id, float(when), line(title, 200)) for id, when, title in entries]  # noqa: A001
    if not commits:
        return None
    search = _Search(bench, root, wanted, words, commits, tell)
    good, bad = search.run()
    tried = [search.marked(at) for at in range(len(commits))]
    return told(root, tried, good, bad)


def told(root: Path, commits: list[Commit], good: int | None, bad: int) -> History:
    """`bad` is -1 for the working tree."""
    if good is None:
        count = sum(one.fails is not None for one in commits)
        words = f"It fails at each of the {count} commits that were tried." if count > 1 else ""
        return History(tuple(commits), told=words)
    last = commits[good]
    ends = [last.id] if bad < 0 else [last.id, commits[bad].id]
    diff = (git_says(root, "diff", "--no-ext-diff", "--no-textconv", *ends) or "")[:MOST_DIFF]
    if bad < 0:
        words = f"It passes at the last commit, {last.id[:8]} ({last.title}): what is not committed yet makes it fail."
        return History(tuple(commits), last.id, "", diff, words)
    first = commits[bad]
    words = f"It fails since {first.id[:8]} ({first.title}), and passed at {last.id[:8]} ({last.title})."
    return History(tuple(commits), last.id, first.id, diff, words)


def changed(history: History | None, files: Mapping[str, bytes]) -> dict[str, set[int]]:
    """Lines of today's files that what made it fail put there, by path."""
    added: dict[str, set[str]] = {}
    path = ""
    for one in history.diff.splitlines() if history else ():
        if one.startswith("+++ "):
            path = one[4:].removeprefix("b/").strip()
        elif one.startswith("+") and one[1:].strip() and path in files and not is_test(path):
            added.setdefault(path, set()).add(one[1:].strip())
    found = {}
    for path, texts in added.items():
        lines = files[path].decode("utf-8", "replace").splitlines()
        found[path] = {number for number, text in enumerate(lines, 1) if text.strip() in texts}
    return found


class _Search:
    """Back by steps that double until it passes, then halves in between."""

    def __init__(
        self,
        bench: Bench,
        root: Path,
        wanted: Signature,
        words: Sequence[str] | None,
        commits: list[Commit],
        tell: Callable[[str], None],
    ) -> None:
        self.bench, self.root, self.wanted, self.words = bench, root, wanted, words
        self.commits, self.tell = commits, tell
        self.known: dict[int, bool | None] = {}
        self.until = time.monotonic() + SECONDS

    def run(self) -> tuple[int | None, int]:
        """The newest commit that passes, and the one after it (-1: the working tree)."""
        bad, at, step = -1, 0, 1
        while at < len(self.commits) and time.monotonic() < self.until:
            fails = self.fails(at)
            if fails is None:
                return None, bad
            if not fails:
                return self.between(at, bad)
            bad, at, step = at, at + step, step * 2
        return None, bad

    def between(self, good: int, bad: int) -> tuple[int, int]:
        while good - bad > 1 and time.monotonic() < self.until:
            middle = (good + bad) // 2
            fails = self.fails(middle)
            if fails is None:
                break
            good, bad = (good, middle) if fails else (middle, bad)
        return good, bad

    def fails(self, at: int) -> bool | None:
        """Whether it fails there in the same way; None when it can't be run there."""
        if at not in self.known:
            self.tell(f"commit {self.commits[at].id[:8]}")
            files = files_at(self.root, self.commits[at].id)
            case = self.bench.case
            today = {path: content for path, content in case.files.items() if is_test(path)}
            self.bench.put({**files, **today, **case.payload}, replace=True)
            signature = self.bench.run(words=self.words, seconds=ONE).attempt.signature
            same = signature is not None and signature.kind == self.wanted.kind
            self.known[at] = same if same or signature is None else None
        return self.known[at]

    def marked(self, at: int) -> Commit:
        one = self.commits[at]
        return Commit(one.id, one.when, one.title, self.known.get(at))


def files_at(root: Path, commit: str) -> dict[str, bytes]:
    """The files of a commit, as the copy of today is taken: without secrets and what is large."""
    packed = git_bytes(root, "archive", "--format=tar", commit)
    found: dict[str, bytes] = {}
    if packed is None:
        return found
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            plain = member.isreg() and plain_path(member.name) and not is_secret(member.name)
            if plain and member.size <= FILE_MB << 20 and (file := archive.extractfile(member)):
                content = file.read()
                if not KEY.search(content):
                    found[member.name] = content
    return found
