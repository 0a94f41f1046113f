"""Commands out of blocks: a sentence becomes a `main.py` that does it, held to checks that an empty one fails.

What a model answers here was written by hand: which of the operations put to it is meant."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.blueprint import Blueprint
from generator.blueprint.command_words import used
from generator.choose_kind import kind_for
from generator.contract import Candidate, Check, GeneratorError, Kind, Mark, Plan, Reply, Run, Spec, Workshop
from generator.events import Event
from generator.kinds import EMPTY
from generator.payload.command import Command, Ended
from generator.payload.values import within
from generator.sift import sift
from tests.generator import playing
from tests.generator.playing import Playing, Watched
from tests.generator.trying import Bench

engine = playing.engine
LOG = '10.0.0.{} - - [1/Mar/2026:10:00:00 +0000] "GET /{} HTTP/1.1" {} 12'
TABLE = "tree,height\nAsh,12\nYew,3.5\n"


class Picks:
    """A model that answers every choice by the operation that was meant, and knows nothing else."""

    name, small, slots = "by hand", True, 1

    def __init__(self, meant: str) -> None:
        self.meant = meant

    def ask(self, *_: Any, schema: Mapping[str, Any] | None = None, **__: Any) -> Reply:
        options = (schema or {}).get("properties", {}).get("answer", {}).get("enum", ())
        answer = self.meant if self.meant in options else options[-1] if options else ""
        return Reply("", {"answer": answer} if options else None, 0, 0, 0.0)


class Shell:
    """A folder in which a command is run."""

    def __init__(self, folder: Path, files: Mapping[str, bytes]) -> None:
        self.folder = folder
        self._put(files)

    def _put(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(content)

    def __call__(self, arguments: Sequence[str], stdin: str = "", files: Mapping[str, str] = {}) -> Ended:
        self._put({name: content.encode() for name, content in files.items()})
        argv = [sys.executable, "-X", "utf8", "main.py", *arguments]
        ran = subprocess.run(argv, input=stdin.encode(), capture_output=True, cwd=self.folder, timeout=60)
        return Ended(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def holds(self, check: Check) -> bool:
        command = Command(self, lambda _: None, within)
        try:
            for step in check.steps:
                assert isinstance(step, Run)
                command.run(**step.model_dump(exclude={"do"}))
        except AssertionError:
            return False
        return True


class Wavers(Picks):
    """Picks otherwise at each temperature: cold what was meant, warm something else."""

    def __init__(self, meant: str, warm: str) -> None:
        super().__init__(meant)
        self.cold, self.warm, self.picks = meant, warm, 0

    def ask(self, *given: Any, temperature: float = 0.0, **more: Any) -> Reply:
        self.picks += 1
        self.meant = self.warm if temperature else self.cold
        return super().ask(*given, **more)


def made(text: str, meant: str, folder: Path) -> tuple[Plan, list[Check], Candidate]:
    (folder / "scratch").mkdir()
    bench = Bench(folder / "scratch")
    shop = Workshop({"writer": Picks(meant)}, None, lambda: bench, lambda _: None)  # type: ignore[dict-item, arg-type, return-value]
    method = Blueprint()
    spec = Spec(text, kind_for(method, Spec(text), shop))
    plan = method.plan(spec, shop)
    return plan, method.checks(spec, plan, shop), method.write(spec, plan, shop)


CASES: list[tuple[str, str, list[str], str, dict[str, str], str]] = [
    (
        "A command that prints the lines of its standard input in alphabetical order, sorted",
        "sort_lines", [], "plum\nfig\n", {}, "fig\nplum\n",
    ),
    (
        "Command line tool which says how many days lie between two dates that I give as arguments",
        "days_between", ["2027-02-27", "2027-03-02"], "", {}, "3\n",
    ),
    (
        "A script that wraps a text file into lines of at most --width characters (60 by default)",
        "wrap_text", ["a.txt", "--width", "9"], "", {"a.txt": "one two three four"}, "one two\nthree\nfour\n",
    ),
    (
        'Terminal tool: most frequent words of a text file with their number, like "sun: 4"; --top N says how many',
        "word_frequency", ["--top", "1", "a.txt"], "", {"a.txt": "sea sky sea"}, "sea: 2\n",
    ),
    (
        "A CLI that lists files with the same content in a folder and its subfolders, separated by commas",
        "same_files", ["box"], "", {"box/a": "1", "box/b/c": "1", "box/d": "2"}, "box/a,box/b/c\n",
    ),
    (
        "A command line script: how often each visitor occurs in a web server access log file",
        "count_visitors", ["log.txt"], "", {"log.txt": "\n".join(LOG.format(n, "a", 200) for n in (4, 5, 4))},
        "10.0.0.4\t2\n10.0.0.5\t1\n",
    ),
    (
        "Command line script: JSON to CSV, the objects of a JSON file as a table",
        "json_to_csv", ["a.json"], "", {"a.json": '[{"tree": "Ash", "height": 12}]'}, "tree,height\nAsh,12\n",
    ),
    ("a command that converts miles to kilometres", "", ["10"], "", {}, "16.09344\n"),
    ("Terminal program: sum of a list of numbers from standard input", "sum_of", [], "2\n3.5\n", {}, "5.5\n"),
    ("A shell tool to print the two largest files of a folder with their size", "largest_files", ["box"], "",
     {"box/a": "1", "box/b/c": "123", "box/d": "12"}, "box/b/c\t3\nbox/d\t2\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant", "arguments", "stdin", "files", "printed"), CASES)
def test_a_command_prints_what_it_is_asked_for_and_each_check_can_fail(
    text: str, meant: str, arguments: list[str], stdin: str, files: dict[str, str], printed: str, tmp_path: Path
) -> None:
    plan, checks, app = made(text, meant, tmp_path)
    assert plan.kind is Kind.SCRIPT
    ended = Shell(tmp_path / "app", app.files)(arguments, stdin, files)
    assert (ended.status, ended.output) == (0, printed), ended
    assert checks
    assert sift(checks, plan)[1] == {}
    for number, check in enumerate(checks):
        assert Shell(tmp_path / f"right{number}", app.files).holds(check), check
        assert not Shell(tmp_path / f"empty{number}", EMPTY[Kind.SCRIPT]).holds(check), check


def test_an_option_that_takes_something_away_keeps_its_name_and_its_default(tmp_path: Path) -> None:
    text = "random password with digits and symbols for the terminal, --length says how long (12 if I say nothing), "
    plan, checks, app = made(text + "--no-symbols leaves symbols out", "random_password", tmp_path)
    assert plan.command
    assert [argument.name for argument in plan.command.arguments] == ["--length", "--no-symbols"]
    run = Shell(tmp_path / "app", app.files)
    assert len(run([]).output.strip()) == 12
    assert run(["--no-symbols", "--length", "40"]).output.strip().isalnum()
    proved = {claim.text for claim in plan.claims if claim.id in {check.claim for check in checks}}
    assert len([text for text in proved if "length says" in text or "leaves" in text]) == 2, "by what any draw holds"
    for name, ignored in (("length", "given.length = 12"), ("symbols", "given.symbols = True")):
        (tmp_path / name).mkdir()
        source = app.files["main.py"].replace(b"parse_args()", f"parse_args()\n    {ignored}".encode())
        other = Shell(tmp_path / name, {**app.files, "main.py": source})
        assert [check.title for check in checks if not other.holds(check)], f"one that ignores {name} is told"


@pytest.mark.parametrize(
    ("text", "meant", "constant"),
    [
        ("A command that rolls 3 dice with --sides sides (6 by default)", "roll_dice", "4"),
        ("Tool for the terminal that flips a coin", "flip_coin", "Tail"),
        ("A command line tool to shuffle the lines of standard input", "shuffle_list", "Ash\nBirch\nCedar\nElm"),
        ("Pick one line at random from standard input, a command", "pick_one", "Ash"),
        ("A command that prints a random PIN", "random_pin", "12345"),
    ],
)
def test_what_chance_makes_is_held_to_what_any_draw_holds(text: str, meant: str, constant: str, tmp_path: Path) -> None:
    plan, checks, app = made(text, meant, tmp_path)
    assert checks
    assert sift(checks, plan)[1] == {}
    for number, check in enumerate(checks):
        assert Shell(tmp_path / f"right{number}", app.files).holds(check), check
        assert not Shell(tmp_path / f"empty{number}", EMPTY[Kind.SCRIPT]).holds(check), check
    always = Shell(tmp_path / "always", {"main.py": f"print({constant!r})".encode()})
    assert not all(always.holds(check) for check in checks)


def test_entries_are_kept_from_one_run_to_the_next_under_the_names_that_were_given(tmp_path: Path) -> None:
    text = (
        'A terminal tool for my expenses: "note AMOUNT TEXT" notes an expense, "show" shows them with their numbers '
        'like "1: 2 Tea", "sum" adds them up, "rm NUMBER" takes one away, and an unknown number ends with status 4'
    )
    plan, checks, app = made(text, "", tmp_path)
    run = Shell(tmp_path / "app", app.files)
    for argument in (["note", "2.5", "Two buns"], ["note", "4", "Tea"], ["rm", "1"], ["note", "1", "Jam"]):
        assert run(argument).status == 0
    assert run(["show"]).output == "2: 4 Tea\n3: 1 Jam\n"
    assert run(["sum"]).output == "5\n"
    assert (run(["rm", "1"]).status, "1" in run(["rm", "1"]).errors) == (4, True)
    assert {check.claim for check in checks} == {claim.id for claim in plan.claims}
    for number, check in enumerate(checks):
        assert Shell(tmp_path / f"right{number}", app.files).holds(check), check
        assert not Shell(tmp_path / f"empty{number}", EMPTY[Kind.SCRIPT]).holds(check), check
    forgets = {**app.files, "blocks/store.py": app.files["blocks/store.py"].replace(b"part.replace(", b"str(")}
    assert not any(Shell(tmp_path / f"forgets{n}", forgets).holds(check) for n, check in enumerate(checks) if n < 3)


def test_what_is_not_there_is_said_with_the_status_that_was_asked_for(tmp_path: Path) -> None:
    text = "A script that converts a CSV file to JSON. When the file does not exist it ends with status 3."
    plan, checks, app = made(text, "csv_to_json", tmp_path)
    ended = Shell(tmp_path / "app", app.files)(["no.csv"])
    assert (ended.status, ended.output) == (3, "")
    assert "no.csv" in ended.errors
    claim = next(claim.id for claim in plan.claims if "status 3" in claim.text)
    wrong = {name: content.replace(b"failure=3", b"failure=1") for name, content in app.files.items()}
    assert not all(Shell(tmp_path / "wrong", wrong).holds(check) for check in checks if check.claim == claim)


@pytest.mark.parametrize(
    ("text", "meant", "said"),
    [
        ("A command line list of birds: `add TEXT` keeps one, `list` prints them, `call NUMBER` calls one", "", "call"),
        ("A command line list: `add TEXT` keeps one and `list` prints them, sorted with --by-name", "", "--by-name"),
        ("A script that renames all photos in a folder by the date they were taken", "largest_files", "no network"),
        ("A command line tool that downloads a web page", "download_time", "no network"),
        ("A script that sends the lines of a text file to us", "sort_lines", "no network"),
        ("A command that prints a calendar of a month", "week_number", "No way was found"),
        ("A script that validates a JSON file and ends with status 2 when it is broken", "validate_json", "status 2"),
        ("A command line tool that sorts lines of standard input; --shout makes it loud", "sort_lines", "--shout"),
        ("A command line tool that greets a person", "settle_up", "No way was found"),
        ("a command that tells how many words a text has", "placeholder_text", "No way was found"),
        ("A command that does my taxes", "tax_amount", "No way was found"),
        ("A script that counts the lines, words and sentences of a text file", "count_lines", "No way was found"),
    ],
)
def test_where_no_block_serves_it_is_said(text: str, meant: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match=said) as error:
        made(text, meant, tmp_path)
    assert "stronger model" in error.value.hint


def test_what_somebody_sends_me_is_only_where_it_comes_from(tmp_path: Path) -> None:
    text = "My bank sends me a CSV file; I need a script that converts it to JSON"
    _, checks, app = made(text, "csv_to_json", tmp_path)
    assert checks
    assert all(Shell(tmp_path / "app", app.files).holds(check) for check in checks)


WORKING = "A script that prints how many days lie between two dates, both ends counted"


@pytest.mark.parametrize(("candidates", "made_of"), [(1, "days_between"), (3, "working_days_between")])
def test_what_leaves_a_claim_without_a_check_is_drawn_anew(candidates: int, made_of: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    model = Wavers("days_between", "working_days_between")
    shop = Workshop({"writer": model}, None, lambda: bench, lambda _: None)  # type: ignore[dict-item, arg-type, return-value]
    method = Blueprint()
    spec = Spec(WORKING, Kind.SCRIPT, candidates=candidates)
    plan = method.plan(spec, shop)
    assert f" {made_of}(" in f" {method.write(spec, plan, shop).files['main.py'].decode()}".replace("tell(", " ")
    assert model.picks == min(candidates, 2), "all is shown by the second"
    assert (method.shown == 1) == (candidates > 1)
    assert method.another(1) is None, "a command under other names is no candidate beside it"


def test_entries_are_drawn_once_since_no_model_is_asked(tmp_path: Path) -> None:
    text = "A command line list of birds: `add TEXT` keeps one, `list` prints them, and the whole sky is blue"
    told: list[Event] = []
    shop = Workshop({"writer": Picks("")}, None, lambda: Bench(tmp_path), told.append)  # type: ignore[dict-item, arg-type, return-value]
    method = Blueprint()
    method.plan(Spec(text, Kind.SCRIPT, candidates=3), shop)
    assert method.shown < 1
    assert not told


@pytest.mark.parametrize(
    ("text", "meant", "said"),
    [
        ("A command that prints a random password of 20 characters", "random_password", "length=20"),
        ("A script that rolls two dice", "roll_dice", "dice=2"),
        ("A command that prints a random passphrase of 5 words", "random_passphrase", "words=5"),
    ],
)
def test_a_number_of_the_sentence_is_taken_for_what_it_names(text: str, meant: str, said: str, tmp_path: Path) -> None:
    _, _, app = made(text, meant, tmp_path)
    assert said in app.files["main.py"].decode()


def test_a_number_that_nothing_takes_leaves_it_unchecked(tmp_path: Path) -> None:
    _, checks, app = made("A command that prints a random PIN of 99 tallies", "random_pin", tmp_path)
    assert b"random_pin(" in app.files["main.py"]
    assert checks == []


def test_what_a_word_of_the_wish_goes_beyond_is_not_said_to_be_checked(tmp_path: Path) -> None:
    _, checks, app = made("A script that counts the different Latin words in a text file", "unique_words", tmp_path)
    assert b"unique_words(" in app.files["main.py"]
    assert checks == []


def test_the_sentence_says_how_a_command_is_used() -> None:
    use = used('sums, like "ash 3"; --out FILE (x.txt by default), and --no-head. It ends with exit code 4 on errors')
    assert [(o.name, o.value, o.default, o.negated) for o in use.options] == [
        ("--out", "FILE", "x.txt", False),
        ("--no-head", "", "", True),
    ]
    assert (use.failure, use.between, use.like) == (4, " ", "ash 3")


@pytest.fixture
def stage(endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Playing]:
    yield from playing.stage.__wrapped__(endpoint, monkeypatch)  # type: ignore[attr-defined]


def test_a_run_ends_with_a_receipt(stage: Playing, engine: Watched) -> None:
    stage.models = {"writer": Picks("csv_to_json")}  # type: ignore[dict-item]
    text = "A script that turns a CSV file into JSON, with a list of objects; a missing file is said with status 1."
    result = stage.make(Spec(text), engine, method="blueprint")
    assert result.candidate, result.reason
    assert result.verdict
    assert not [o for o in (*result.verdict.invariants, *result.verdict.checks) if o.mark is not Mark.PASSED]
    assert [claim.mark for claim in result.claims] == [Mark.PASSED] * len(result.claims), result.claims
