"""Tries an app that is a command: runs it in its sandbox and holds what it says against checks and invariants. Refuses
to judge inside the sandbox, where the command could have its way with the judge.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.checks import walked, words
from generator.contract import Check, CommandLine, Mark, Outcome, Run
from generator.payload.command import ENTRY, Command, Ended, by_itself, fail
from generator.payload.values import within
from generator.report import own_frames
from generator.tester import Opening, clean
from sandbox.contract import Files, Sandbox, SandboxError, Started

SECONDS = 15.0
"""For one run of the command."""
BRIEFLY = 5.0
"""The same where its faults are tried."""
INVARIANTS = {
    "starts": "It starts",
    "help": "It says how it is used",
    "wrong": "It refuses what it doesn't know",
    "silent": "It ends without input",
    "odd": "It survives odd input",
    "missing": "It says when a file is missing",
}
COMPILE = f"compile(open({ENTRY!r}, encoding='utf-8').read(), {ENTRY!r}, 'exec')"
SAMPLES = {"file": "no-such-file.txt", "folder": ".", "date": "2024-02-29", "text": "x"}
ODD = "-1\n<b>😀</b>,;\t\n" + "9" * 5000 + "\n"


def ready(app: Sandbox, files: Files) -> Started:
    """Whether there is a command that Python can read."""
    if ENTRY not in files:
        return Started(False, 0.0, f"There is no {ENTRY}.")
    ran = app.run(["python", "-c", COMPILE])
    errors = clean(ran.errors.decode("utf-8", "replace"))
    said = " ".join(line.strip() for line in errors.splitlines()[-4:] if line.strip(" ^~"))
    return Started(ran.status == 0, ran.seconds, "" if ran.status == 0 else f"Python can't read it: {said}", errors)


class CommandTrial:
    """One command under trial, from its start to its last check; as a trial of a page, without a browser."""

    def __init__(
        self,
        app: Sandbox,
        claims: Mapping[str, str],
        line: CommandLine | None,
        env: Mapping[str, str],
        say: Callable[[Outcome], None] = lambda _: None,
    ) -> None:
        self.app = app
        self.pictures: dict[str, bytes] = {}
        """A command has no looks."""
        self._claims = claims
        self._line = line or CommandLine()
        self._env = {**env, "PYTHONUTF8": "1", "NO_COLOR": "1"}
        self._say = say
        self._seconds = SECONDS

    def in_one_go(self, checks: Sequence[Check], how: Callable[[Opening], Opening], seconds: float) -> list[Outcome]:
        """Some of the checks, each in the folder as it is now; what there is no time for is not checked."""
        brief = how(Opening("")).brief
        self._seconds = min(seconds, BRIEFLY)
        end = time.monotonic() + seconds
        files = self.app.get()
        outcomes: list[Outcome] = []
        for check in checks:
            if time.monotonic() > end or (brief and outcomes and outcomes[-1].mark is not Mark.PASSED):
                outcomes.append(Outcome(check.id, check.title, Mark.NOT_CHECKED, "It was not tried."))
                continue
            if outcomes:
                self.app.put(files, replace=True)
            outcomes.append(self._held(check))
        return outcomes

    def examine(self, started: Started, _missing: Sequence[str]) -> list[Outcome]:
        """All invariants."""
        outcomes = [Outcome("starts", INVARIANTS["starts"], Mark.PASSED, f"Python reads {ENTRY}.")]
        self._say(outcomes[0])
        for name, work in self._invariants():
            began = time.monotonic()
            try:
                said, mark = work(), Mark.PASSED
            except AssertionError as error:
                said, mark = str(error), Mark.FAILED
            sentence, _, detail = clean(said).partition("\n")
            spent = round(time.monotonic() - began, 3)
            outcomes.append(Outcome(name, INVARIANTS[name], mark, sentence, "", spent, own_frames(detail)))
            self._say(outcomes[-1])
        return outcomes

    def check(self, reset: Callable[[], Started | None], todo: Iterator[Check]) -> list[Outcome]:
        """Those of the checks that are still to be held, one by one, each in the folder as it was delivered."""
        outcomes = []
        for check in todo:
            try:
                reset()
                outcomes.append(self._held(check))
            except SandboxError as error:
                if self.app.alive():
                    raise
                why = f"The app brought its sandbox down: {error}"
                outcomes.append(Outcome(check.id, check.title, Mark.FAILED, why))
            self._say(outcomes[-1])
        return outcomes

    def _held(self, check: Check) -> Outcome:
        began = time.monotonic()
        command = self._command()
        mark, said, failed, at, shown = Mark.PASSED, "", "", 0, ""
        for number, step in enumerate(check.steps, 1):
            try:
                if isinstance(step, Run):
                    command.run(**step.model_dump(exclude={"do"}))
            except AssertionError as error:
                mark, said, failed = Mark.FAILED, clean(str(error)), f"Failed at step {number}: {words(step)}."
                at, shown = number, clean(getattr(error, "shown", ""))[:200]
                break
        sentence, _, more = said.partition("\n")
        if mark is Mark.PASSED:
            sentence = walked(check.steps)
        detail = [f"Claim: {self._claims.get(check.claim, '')}", f"Steps: {walked(check.steps)}"]
        detail += [failed, own_frames(more)] if said else []
        spent = round(time.monotonic() - began, 3)
        return Outcome(check.id, check.title, mark, sentence, "", spent, "\n".join(detail)[:2500], at, shown)

    def _command(self) -> Command:
        """The command with nothing from before outside its folder."""
        self.app.run(["find", "/tmp", "-mindepth", "1", "-delete"])  # noqa: S108 - the sandbox's own
        return Command(self._execute, self._content, within)

    def _execute(self, arguments: Sequence[str], stdin: str, files: Mapping[str, str]) -> Ended:
        self.app.put({name: content.encode() for name, content in files.items()})
        argv = ["python", ENTRY, *(argument.replace("\0", "") for argument in arguments)]
        ran = self.app.run(argv, stdin=stdin.encode("utf-8", "replace"), seconds=self._seconds, env=self._env)
        output, errors = (said.decode("utf-8", "replace") for said in (ran.output, ran.errors))
        return Ended(ran.status, output, errors, ran.reason)

    def _content(self, name: str) -> str | None:
        found = self.app.get().get(name)
        return None if found is None else found.decode("utf-8", "replace")

    # ---- what must be true of any command

    def _invariants(self) -> Iterator[tuple[str, Callable[[], str]]]:
        yield "help", self._help
        yield "wrong", self._wrong
        yield "silent", lambda: self._calm("")
        yield "odd", lambda: self._calm(ODD)
        if any(argument.form == "file" for argument in self._line.arguments):
            yield "missing", self._missing_file

    def _help(self) -> str:
        ended = self._ran(["--help"])
        if ended.status != 0 or not ended.output.strip():
            fail(f"“{ENTRY} --help” ended with status {ended.status}.", ended)
        if lost := [a.name for a in self._line.arguments if a.name.startswith("--") and a.name not in ended.output]:
            fail(f"“{ENTRY} --help” does not name {', '.join(lost)}.", ended)
        return f"“{ENTRY} --help” says in {len(ended.output.splitlines())} lines how it is used."

    def _wrong(self) -> str:
        ended = self._ran(["--no-such-option-at-all"])
        if ended.status == 0 or not (ended.errors + ended.output).strip():
            fail(f"With an option that it can't know it ended with status {ended.status}.", ended)
        return f"With an option that it can't know it ends with status {ended.status} and a sentence."

    def _calm(self, stdin: str) -> str:
        ended = self._ran([], stdin)
        given = "odd" if stdin else "empty"
        return f"With {given} standard input it ends with status {ended.status}, without a traceback."

    def _missing_file(self) -> str:
        argv = []
        for argument in self._line.arguments:
            value = argument.options[0] if argument.options else SAMPLES.get(argument.form, "1")
            if not argument.name.startswith("-"):
                argv.append(value)
            elif argument.form == "file" or (argument.required and argument.form != "flag"):
                argv += [argument.name, value]
        ended = self._ran(argv)
        if ended.status == 0 or not (ended.errors + ended.output).strip():
            fail(f"With a file that isn't there it ended with status {ended.status}.", ended)
        return f"With a file that isn't there it ends with status {ended.status} and a sentence."

    def _ran(self, arguments: Sequence[str], stdin: str = "") -> Ended:
        """How it ended by itself, without a traceback."""
        ended = self._execute(arguments, stdin, {})
        by_itself(arguments, ended)
        return ended
