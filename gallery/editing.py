"""Runs an app while its files are edited: after every save the app is started again, its page loaded again and its
checks held again. Refuses to touch the files, and to put a state on the shelf that nobody asked for."""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from gallery.contract import Entry, GalleryError
from gallery.folder import write_folder
from gallery.manifest import AppFolder, Manifest, files_below
from gallery.onward import to_change
from gallery.saves import Saves, is_aside
from gallery.serve import packages
from gallery.shelf import Shelf
from gallery.text import clean, line
from generator.access import Given
from generator.contract import Access, Candidate, Check, Kind, Mark, Outcome, Plan, Spec
from generator.kinds import ENTRY, RUNTIME
from generator.stand import Stand
from generator.trial import Quick
from sandbox.contract import Engine, Files, Image, Runtime, Sandbox, SandboxError, Started

EDITS = "edits"
"""Below the home folder: the files of apps that are edited, until they are given another folder."""
HAND = "by hand"
CHECKING = 20.0
AGAIN_AFTER = 0.15
"""Seconds after which a file that was found empty is looked at again: its editor may only have begun to write."""


@dataclass(frozen=True, slots=True)
class State:
    """How the app stands after a save. `marks`: of each claim, in the plan's order; None while it is looked at."""

    url: str
    saves: int
    started: bool
    reason: str = ""
    marks: Sequence[Mark | None] = ()
    evidence: Sequence[str] = ()
    seconds: float = 0.0
    """From the end of the save until the app answered again."""
    checked: float = 0.0
    """The same until every check had been held; 0 while they are."""


@dataclass(frozen=True, slots=True)
class Edited:
    """An app to be edited, as the shelf has it."""

    entry: Entry
    plan: Plan
    checks: Sequence[Check]
    spec: Spec
    packages: Sequence[str]

    def as_folder(self, files: Files) -> AppFolder:
        """The app in another state of its files, to be proved."""
        manifest = Manifest(mayfly=1, title=line(self.plan.title, 80) or "untitled", about=HAND, kind=self.plan.kind)
        return AppFolder(self.entry.id, manifest, replace(self.spec, rounds=0), files, self.plan, self.checks)


def to_edit(shelf: Shelf, entry: Entry) -> Edited:
    """Raises GalleryError when nothing was made."""
    onward = to_change(shelf, entry, HAND, {})
    assert onward.start
    assert onward.start.candidate
    spec = replace(onward.spec, text=entry.spec)
    return Edited(entry, onward.start.plan, tuple(onward.start.checks or ()), spec, onward.start.candidate.packages)


def check_out(shelf: Shelf, entry: Entry, folder: Path | None = None) -> tuple[Path, bool]:
    """The folder with the app's files, and whether it was there already: then it is left as it is, for it may hold
    edits that were not put on the shelf yet."""
    place = (folder or shelf.home / EDITS / entry.id).expanduser().absolute()
    if place.is_dir() and any(place.iterdir()):
        return place, True
    write_folder(place, shelf.files(entry.id), lasting=True)
    return place, False


def present(folder: Path) -> dict[str, bytes]:
    """The app's files as they are now, without what editors keep beside them."""
    return {path: content for path, content in files_below(folder).items() if not is_aside(tuple(path.split("/")))}


class Desk:
    """Two sandboxes of one app, one to look at and one to be checked. Open it by `with`; use it from one thread."""

    def __init__(self, engine: Engine, edited: Edited, stored: Files, show: Callable[[State], None]) -> None:
        """`stored` is what the app has stored, to look at: nothing of what it writes now comes back."""
        self._engine, self._edited, self._stored, self._show = engine, edited, stored, show
        self._runtime = RUNTIME[edited.plan.kind]
        self._stack = ExitStack()
        self._files: Files = {}
        self._quick: Quick | None = None
        self.state = State("", 0, started=False, marks=[None] * len(edited.plan.claims))

    def __enter__(self) -> "Desk":
        with ExitStack() as stack:
            self._layer = packages(self._engine, self._edited.packages, lambda _: None)
            self._own = stack.enter_context(ExitStack())
            self._open()
            given = Given(Access(), self._edited.spec.files)
            self._stand = Stand(self._engine, self._edited.plan, given, lambda _: None)
            stack.callback(self._stand.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def _open(self) -> None:
        """A sandbox to look at the app in, in place of one that is gone."""
        self._own.close()
        opened = self._engine.open(Image.APP, runtime=self._runtime, layer=self._layer)
        self._box: Sandbox = self._own.enter_context(opened)
        self._held: Files = {}

    def took(self, files: Files, since: float, *, another: Callable[[], bool]) -> None:
        """The files were saved `since` then, by the monotonic clock. Shows each state that it comes to, and leaves the
        rest where `another` save waits."""
        self._files = dict(files)
        try:
            started = self._start()
        except SandboxError as error:  # an app can bring its sandbox down; the next save finds another one
            started = Started(False, 0.0, str(error))
            self._open()
        claims = self._edited.plan.claims
        self._tell(
            url="" if self._runtime is Runtime.SCRIPT else self._box.url,
            saves=self.state.saves + 1,
            started=started.ok,
            reason="" if started.ok else line(f"{started.reason} {clean(started.log).strip()[-300:]}", 500),
            marks=[None if started.ok else Mark.FAILED] * len(claims),
            evidence=[""] * len(claims),
            seconds=time.monotonic() - since,
            checked=0.0,
        )
        if started.ok and not another():
            self._check(since, another)

    def _start(self) -> Started:
        if self._runtime is Runtime.SCRIPT:
            there = ENTRY[Kind.SCRIPT] in self._files
            return Started(there, 0.0, "" if there else "It has no main.py.")
        before, self._held = self._held, self._files
        if gone := [path for path in before if path not in self._files]:
            self._box.run(["rm", "-f", "--", *gone])
        changed = {path: content for path, content in self._files.items() if before.get(path) != content}
        self._box.put({**({} if before else self._stored), **changed})
        if self._runtime is Runtime.STATIC and before:
            return Started(True, 0.0)  # each request reads the files anew
        return self._box.start(self._runtime)

    def _check(self, since: float, another: Callable[[], bool]) -> None:
        """All checks at once and in haste; those that fail so are held again, one by one and with patience, before
        they are said to fail."""
        checks = self._edited.checks
        marks: dict[str, Outcome] = {}
        if checks:
            try:
                marks = {one.id: one for one in self._hastily()}
                self._told(marks, hasty=True)
                for check in [check for check in checks if marks[check.id].mark is not Mark.PASSED]:
                    if another():
                        return
                    marks[check.id] = self._patiently(check)
                    self._told(marks, hasty=False)
            except SandboxError as error:
                self._quick = None
                self._tell(reason=line(f"It could not be checked: {error}", 300))
                return
        self._told(marks, hasty=False)
        self._tell(checked=time.monotonic() - since)

    def _hastily(self) -> list[Outcome]:
        checks = self._edited.checks
        if self._quick is None:
            app, _ = self._stand.apps.of(Candidate(self._files, HAND), self._layer)
            self._trial = self._stand.trial(app, checks)
            once = self._edited.plan.kind is Kind.STREAMLIT
            self._quick = Quick(self._stand.apps, self._trial, once=once)
        told = {one.id: one for one in self._quick.hold(self._files, checks, seconds=CHECKING, brief=False)}
        return [told.get(check.id) or Outcome(check.id, check.title, Mark.NOT_CHECKED) for check in checks]

    def _patiently(self, check: Check) -> Outcome:
        (outcome,) = self._trial.check(lambda: self._stand.apps.start(self._files), iter([check]))
        return outcome

    def _told(self, outcomes: Mapping[str, Outcome], *, hasty: bool) -> None:
        """What they come to for each claim; one that failed in haste is still being looked at."""
        marks: list[Mark | None] = []
        evidence = []
        for claim in self._edited.plan.claims:
            these = [outcomes[check.id] for check in self._edited.checks if check.claim == claim.id]
            failed = [one for one in these if one.mark is not Mark.PASSED]
            if not these:
                marks.append(Mark.NOT_CHECKED)
            else:
                marks.append(Mark.PASSED if not failed else None if hasty else failed[0].mark)
            so_far = "So far: " if hasty else ""
            evidence.append(line(f"{so_far}{failed[0].evidence}", 300) if failed else "")
        self._tell(marks=marks, evidence=evidence)

    def _tell(self, **changed: object) -> None:
        self.state = replace(self.state, **changed)  # type: ignore[arg-type]
        self._show(self.state)


def keep_up(desk: Desk, folder: Path, stop: threading.Event, saves: Saves) -> Files:
    """Show the app as it is in the folder after every save, until told to stop. Gives its files as they are then."""
    files: Files = present(folder)
    desk.took(files, time.monotonic(), another=lambda: saves.waiting)
    while not stop.is_set():
        if not saves.wait(0.2):
            continue
        since = time.monotonic()
        now = _whole(folder, files)
        if now != files:
            files = now
            desk.took(files, since, another=lambda: saves.waiting)
    return present(folder)


def _whole(folder: Path, before: Files) -> dict[str, bytes]:
    """The files of the folder; where one has just become empty or is gone, or the folder is, as they are a little
    later."""
    try:
        now = present(folder)
    except (GalleryError, OSError):
        now = {}
    if any(content and not now.get(path) for path, content in before.items()):
        time.sleep(AGAIN_AFTER)
        try:
            now = present(folder)
        except (GalleryError, OSError) as error:
            raise GalleryError(
                f"{folder} is gone or can't be read: {error}", "The app is on the shelf as before."
            ) from error
    return now


def as_json(state: State, claims: Sequence[str]) -> str:
    """For the page beside the app."""
    shown = [
        {"text": text, "mark": str(mark) if mark else "", "evidence": evidence}
        for text, mark, evidence in zip(claims, state.marks, state.evidence or [""] * len(claims), strict=True)
    ]
    return json.dumps(
        {
            "url": state.url,
            "saves": state.saves,
            "started": state.started,
            "reason": state.reason,
            "claims": shown,
            "seconds": round(state.seconds, 3),
            "checked": round(state.checked, 3),
        }
    )
