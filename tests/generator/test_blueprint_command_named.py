"""Commands whose sentences name what is wanted outright, and those that say how they end for what isn't right."""

from pathlib import Path

import pytest

from generator.blueprint.command_named import of_named
from generator.blueprint.command_words import used
from generator.contract import GeneratorError, Kind
from generator.kinds import EMPTY
from generator.sift import sift
from tests.generator import playing
from tests.generator.test_blueprint_command import Shell, made

engine = playing.engine
PEOPLE = "Joe 7.25\nAnna 3.5\nJoe 1\nBen 20"


def named(text: str) -> list[tuple[str, list[object]]]:
    said = of_named(text, used(text))
    return [(o["operation"], [v for v in o["arguments"].values() if v[0] == '"']) for o in said.get("outputs", [])]


@pytest.mark.parametrize(
    ("text", "outputs"),
    [
        (
            'Reads a file with lines such as "food 12.50" and prints the total of each category, largest first.',
            [("figure_per_name", ['"sum"', '"largest first"'])],
        ),
        (
            "Eine Textdatei mit Zeilen wie „Anna 3,5“, und es druckt jeden Namen mit der Summe, alphabetisch.",
            [("figure_per_name", ['"sum"', '"name"'])],
        ),
        (
            "Il lit des lignes comme « Paul 4 » et affiche la moyenne de chaque nom par ordre alphabétique",
            [("figure_per_name", ['"average"', '"name"'])],
        ),
        (
            "Each line of the file holds a name and a number; print how often each name occurs",
            [("figure_per_name", ['"count"', '"as they come"'])],
        ),
        ("Merge several CSV files into one, all with the same columns", [("stack_tables", [])]),
        ("Ein Befehl, der mehrere CSV-Dateien zu einer zusammenfügt", [("stack_tables", [])]),
        (
            "I type an IP address such as 10.1.2.3/24 and shows the netmask, the first and the last usable address",
            [("netmask", []), ("first_host", []), ("last_host", [])],
        ),
        ("A script that tells me how many addresses a subnet like 10.0.0.0/22 has room for", [("count_hosts", [])]),
        (
            "Zu 192.168.1.7/24 im Subnetz zeigt er die Netzmaske und die Broadcast-Adresse",
            [("netmask", []), ("broadcast_address", [])],
        ),
        (
            "Price and the amount paid in, prints the change in as few dollar bills and coins as possible",
            [("change_in_cash", ['"USD"', '"notes and coins"'])],
        ),
        ("Le minimum de pièces en euros pour un montant", [("notes_and_coins", ['"EUR"', '"coins"'])]),
        ("zwei Daten als Argumente, es druckt die Tage dazwischen, egal welches zuerst kommt", [("days_apart", [])]),
        ("transposes guitar chords by a number of semitones", [("transpose_chords", [])]),
    ],
)
def test_what_a_sentence_names_outright_is_found(text: str, outputs: list[tuple[str, list[object]]]) -> None:
    assert named(text) == outputs


@pytest.mark.parametrize(
    "text",
    [
        'prints each status code with how often it occurs, like "200 15", most frequent first',
        'lines like "Anna 3.5": the total of each name, sorted by hours',
        'lines like "Anna 3.5": the total of each name, only those above 10',
        'lines like "Anna 3.5": the total and the average of each name',
        'lines like "Anna works": the total of each name',
        "Merge two CSV files into one by their common column",
        "Merge CSV files into one and leave out duplicates",
        "Combine CSV files into one, empty cells where columns are missing values",
        "Tell me whether an IP address lies in a subnet",
        "Print all the addresses of a subnet",
        "The fewest coins for an amount",
        "The fewest euro coins for an amount, only with those in the till, without 2 cent coins",
        "Working days between two dates in either order",
        "Days between two dates",
        "Which key do these chords transpose to",
    ],
)
def test_what_asks_for_more_or_less_is_left_to_others(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "arguments", "files", "printed", "wrong"),
    [
        (
            'Script: its argument is a text file with lines like "Ann 3.5", and it prints each name with all hours '
            "added up, names in alphabetical order. A malformed line ends with status 3.",
            ["a.txt"], {"a.txt": PEOPLE}, "Anna 3.5\nBen 20\nJoe 8.25\n", [],
        ),
        (
            "A command line script that prints several CSV files as one, columns in the order of the first. If a file "
            "has other columns it names it on stderr and ends with status 4.",
            ["a.csv", "b.csv"], {"a.csv": "x,y\n1.50,2\n", "b.csv": "y,x\n3,4\n"}, "x,y\n1.50,2\n4,3\n",
            ["a.csv", "c.csv"],
        ),
        (
            "Terminal command: I give an IP address with its prefix and it prints the network and how many hosts fit "
            "in. If that is no valid address it says so on stderr and ends with status 5.",
            ["10.1.2.3/24"], {}, "Network: 10.1.2.0/24\nHosts: 254\n", ["10.1.2.3/77"],
        ),
        (
            "Skript: zwei Daten als Argumente, es druckt die Tage dazwischen, egal welches zuerst kommt. Ein "
            "ungültiges Datum endet mit Status 3.",
            ["2027-01-09", "2026-12-25"], {}, "15\n", ["2026-02-30", "2026-03-01"],
        ),
        (
            "Kommandozeilen-Skript: die wenigsten Euro-Scheine und -Münzen für einen Betrag, Zeilen wie „1 x 10.00“",
            ["4.35"], {}, "2 x 2.00\n1 x 0.20\n1 x 0.10\n1 x 0.05\n", [],
        ),
        (
            "CLI for my guitar: I give a number of half tones, which can be negative, and some chords, it prints them",
            ["-3", "C", "Em", "A7"], {}, "A C#m F#7\n", [],
        ),
    ],
)  # fmt: skip
def test_it_works_and_each_check_can_fail(
    text: str, arguments: list[str], files: dict[str, str], printed: str, wrong: list[str], tmp_path: Path
) -> None:
    plan, checks, app = made(text, "none", tmp_path)
    assert plan.kind is Kind.SCRIPT
    run = Shell(tmp_path / "app", app.files)
    ended = run(arguments, "", files)
    assert (ended.status, ended.output) == (0, printed), ended
    if wrong:
        ended = run(wrong, "", {"c.csv": "x,z\n1,2\n"})
        status = int(text.rstrip(".").split()[-1])
        assert (ended.status, ended.output) == (status, "")
        assert (
            next(name for name in wrong if name[-2:] in ("sv", "77", "30")) in ended.errors or "c.csv" in ended.errors
        )
    assert checks
    assert sift(checks, plan)[1] == {}
    for number, check in enumerate(checks):
        assert Shell(tmp_path / f"right{number}", app.files).holds(check), check
        assert not Shell(tmp_path / f"empty{number}", EMPTY[Kind.SCRIPT]).holds(check), check


def test_a_status_for_wrong_values_is_proven_by_them(tmp_path: Path) -> None:
    text = "Script: it prints the days between two dates, in any order. An invalid date ends with status 3."
    plan, checks, app = made(text, "none", tmp_path)
    claim = next(claim.id for claim in plan.claims if "status 3" in claim.text)
    mine = [check for check in checks if check.claim == claim]
    assert mine
    for number, (right, fault) in enumerate([(b"refused=3", b"refused=2"), (b"tell(days", b"print(days")]):
        other = {name: content.replace(right, fault) for name, content in app.files.items()}
        held = [Shell(tmp_path / f"{number}{n}", other).holds(check) for n, check in enumerate(mine)]
        assert not any(held) if number == 0 else all(held)


def test_either_order_is_proven_by_turning_them_round(tmp_path: Path) -> None:
    text = "Script that prints the days between two dates, whichever comes first"
    plan, checks, app = made(text, "none", tmp_path)
    claim = next(claim.id for claim in plan.claims if "whichever" in claim.text)
    signed = {
        name: content.replace(b"abs((end - start).days)", b"(end - start).days") for name, content in app.files.items()
    }
    assert [check for check in checks if check.claim == claim]
    assert not any(Shell(tmp_path / check.id, signed).holds(check) for check in checks if check.claim == claim)


@pytest.mark.parametrize(
    ("text", "wrong", "status", "unclear"),
    [
        ("If one is not a date, end with status 3.", "If one is not a date, end with status 3", 3, 0),
        ("Prints it, and exits with status 2 when it is invalid", "exits with status 2 when it is invalid", 2, 0),
        ("Une date invalide finit avec le code de sortie 4.", "Une date invalide finit avec le code de sortie 4", 4, 0),
        ("A wrong date is status 2, and a hot day ends with status 3", "A wrong date is status 2", 2, 3),
        ("It ends with status 2 on Sundays", "", 2, 2),
    ],
)
def test_how_it_ends_for_what_is_wrong_is_read(text: str, wrong: str, status: int, unclear: int) -> None:
    use = used(text)
    assert (use.wrong, use.failure, use.unclear) == (wrong, status, unclear)


def test_what_nothing_is_known_to_be_wrong_of_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match="status 2"):
        made(
            "A command that sorts the lines of a text file. An invalid line ends with status 2.", "sort_lines", tmp_path
        )
