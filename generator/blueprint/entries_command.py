"""Commands that keep entries: what the sentence calls each of them becomes one, with what it takes. Refuses a command
whose name doesn't say what it does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.blueprint.assemble import literal, with_blocks
from generator.blueprint.catalogue import HINT
from generator.blueprint.command_words import Used, used
from generator.blueprint.things import Inventory, Proof
from generator.contract import CommandLine, GeneratorError, Run
from generator.interface import Argument
from sandbox.contract import Files

_NAMED = re.compile(r"[\"“`']([a-z][\w-]*)((?: <?[A-Z][A-Z_]*>?)*)[\"”`']|(?<![\w-])([a-z][a-z-]+)((?: [A-Z]{3,})+)\b")
_LISTED = re.compile(r"\b(?:sub-?)?commands? ((?:[a-z]+, )*[a-z]+,? and [a-z]+)\b")
_VERBS = {
    "add": "add new put log note save insert", "list": "list show ls all", "done": "done tick check finish complete",
    "remove": "remove delete rm drop", "clear": "clear reset", "search": "search find grep", "total": "total sum",
    "count": "count",
}  # fmt: skip
_MEANT = {name: verb for verb, names in _VERBS.items() for name in names.split()}
_AMOUNTS = re.compile(r"AMOUNT|PRICE|COST|KM|HOURS|MINUTES|QUANTITY|COUNT|WEIGHT|POINTS|SCORE")
_THINGS = re.compile(
    r"\b(?:adds?|saves?|notes?|logs?|stores?) (?:an?|one|the|each|new)(?: new)? ([a-z]+)|\b(?:my|of|for) ([a-z]+s)\b"
)
_NUMBER = re.compile(r"^(?:\d+)(\W+)(?=\w)")
_SAID = {
    "add": "adds add puts saves notes new entry", "list": "lists list prints shows each every all open with its number",
    "done": "ticks tick off marks mark done finished check it", "remove": "removes deletes takes away it entry",
    "clear": "removes deletes empties all everything", "search": "finds searches prints those contain with word",
    "total": "total sum prints adds up of all", "count": "counts prints how many number of",
}  # fmt: skip
KEPT = "remembers remember keeps keep saved kept stored stays next time command line terminal cli script tool list file"


@dataclass(frozen=True, slots=True)
class Sub:
    """One of the commands: its name, what it does, what it takes."""

    name: str
    does: str
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeper:
    """A command that keeps entries."""

    thing: str
    subs: tuple[Sub, ...]
    used: Used

    @property
    def title(self) -> str:
        return f"{self.thing.capitalize()} list"

    @property
    def fields(self) -> tuple[str, ...]:
        return next((sub.takes for sub in self.subs if sub.does == "add"), ())

    @property
    def joints(self) -> tuple[str, str]:
        """What stands behind an entry's number and between its fields: as in the example of a line."""
        found = _NUMBER.match(self.used.like)
        rest = re.match(r"[\w.]+([^\w.]+)\w", self.used.like[found.end() :]) if found else None
        return found.group(1) if found else ". ", rest.group(1) if rest else "  "

    def named(self, does: str) -> str:
        """What the command is called that does this; "" when there is none."""
        return next((sub.name for sub in self.subs if sub.does == does), "")


def sketch_keeper(text: str) -> Keeper | None:
    """The commands that a sentence names; None when it names none that keep something. Raises GeneratorError for a
    name that says nothing."""
    found = [(a or c, b or d) for a, b, c, d in _NAMED.findall(text) if a or c in _MEANT]
    named = {name: tuple(re.findall(r"[A-Z_]+", takes)) for name, takes in found}
    for listed in _LISTED.findall(text):
        named = {name: () for name in re.findall(r"[a-z]+", listed) if name != "and"} | named
    does = {_MEANT.get(name, "") for name in named}
    if not {"add", "list"} <= does:
        return None
    use = used(text)
    if unknown := [*(name for name in named if name not in _MEANT), *(option.name for option in use.options)]:
        raise GeneratorError(f"There is no building block for what {unknown[0]} is to do.", HINT)
    subs = tuple(Sub(name, _MEANT[name], _takes(_MEANT[name], takes)) for name, takes in named.items())
    if len({sub.does for sub in subs}) < len(subs):
        raise GeneratorError("Two of the commands do the same.", HINT)
    keeper = Keeper(next((a or b.removesuffix("s") for a, b in _THINGS.findall(text)), "entry"), subs, use)
    if keeper.named("total") and not any(_is_amount(field) for field in keeper.fields):
        raise GeneratorError("There is nothing that could be added up.", "Say which number belongs to an entry.")
    return keeper


def _takes(does: str, takes: tuple[str, ...]) -> tuple[str, ...]:
    usual = {"add": ("TEXT",), "done": ("NUMBER",), "remove": ("NUMBER",), "search": ("WORD",)}
    wanted = usual.get(does, ())
    if does != "add" and len(takes) > len(wanted):
        raise GeneratorError(f"There is no building block for a command that takes {' '.join(takes)}.", HINT)
    return takes or wanted


def _is_amount(field: str) -> bool:
    return bool(_AMOUNTS.search(field))


# ---- the command


def assemble_keeper(keeper: Keeper) -> Files:
    """`main.py` and the blocks that it needs."""
    title = keeper.title
    opened = '[entry for entry in ENTRIES.all() if not entry["done"]]' if keeper.named("done") else "ENTRIES.all()"
    lines = [f'"""{title}. Put together from the building blocks beside it."""', "", "import argparse", ""]
    terminal = ", ".join(["run", "tell"] if keeper.named("total") else ["run"])
    lines += ["from blocks.entries import Entries, Entry", f"from blocks.terminal import {terminal}", ""]
    lines += [f"ENTRIES = Entries({literal(keeper.thing)})", "", "", "def line(entry: Entry) -> str:"]
    lines += [f"    return f{literal(_line(keeper))}", "", "", "def shown() -> list[Entry]:"]
    lines += [f"    return {opened}", "", "", "def main() -> None:"]
    lines += [f"    parser = argparse.ArgumentParser(description={literal(title)})"]
    lines += ['    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")']
    for sub in keeper.subs:
        lines += [f"    command = commands.add_parser({literal(sub.name)}, help={literal(_about(keeper, sub))})"]
        lines += [f"    command.add_argument({_argument(sub, field)})" for field in sub.takes]
    lines += ["    given = parser.parse_args()"]
    for number, sub in enumerate(keeper.subs):
        lines += [f'    {"elif" if number else "if"} given.command == "{sub.name}":', *_work(keeper, sub)]
    failure = f", failure={keeper.used.failure}" if keeper.used.failure != 1 else ""
    lines += ["", "", 'if __name__ == "__main__":', f"    run(main{failure})", ""]
    return with_blocks("main.py", "\n".join(lines), {"entries", "terminal"}, set())


def _line(keeper: Keeper) -> str:
    """How an entry is printed: its number, what stands behind it, its fields."""
    behind, between = keeper.joints
    fields = [f"{{entry['{f.lower()}']:g}}" if _is_amount(f) else f"{{entry['{f.lower()}']}}" for f in keeper.fields]
    return f"{{entry['id']}}{behind}" + between.join(fields)


def _about(keeper: Keeper, sub: Sub) -> str:
    one = keeper.thing
    return {
        "add": f"keep one more {one}", "list": f"print each {one} with its number", "done": f"tick one {one} off",
        "remove": f"take one {one} away", "clear": "take all away", "search": "print those that hold a word",
        "total": "print the sum of all", "count": "print how many there are",
    }[sub.does]  # fmt: skip


def _argument(sub: Sub, field: str) -> str:
    more = ""
    if sub.does in ("done", "remove"):
        more = ", type=int"
    elif _is_amount(field):
        more = ", type=float"
    elif len(sub.takes) == 1:
        more = ', nargs="+"'
    return f'"{field.lower()}", metavar="{field}"{more}'


def _work(keeper: Keeper, sub: Sub) -> list[str]:
    first = f"given.{sub.takes[0].lower()}" if sub.takes else ""
    said = f'" ".join({first})' if len(sub.takes) == 1 else first
    amount = next((field.lower() for field in keeper.fields if _is_amount(field)), "")
    match sub.does:
        case "add":
            values = [f'"{f.lower()}": given.{f.lower()}' for f in sub.takes] if len(sub.takes) > 1 else []
            values = values or [f'"{sub.takes[0].lower()}": {first if _is_amount(sub.takes[0]) else said}']
            values += ['"done": False'] if keeper.named("done") else []
            return [f"        ENTRIES.add({{{', '.join(values)}}})"]
        case "list":
            return ["        for entry in shown():", "            print(line(entry))"]
        case "search":
            return [
                "        for entry in shown():",
                f"            if {said}.casefold() in line(entry).casefold():",
                "                print(line(entry))",
            ]
        case "done":
            return [f'        ENTRIES.change({first}, {{"done": True}})']
        case "remove":
            return [f"        ENTRIES.remove({first})"]
        case "clear":
            return ["        ENTRIES.clear()"]
        case "total":
            return [f'        tell(sum(entry["{amount}"] for entry in shown()))']
    return ["        print(len(shown()))"]


def keeper_line(keeper: Keeper) -> CommandLine:
    """How it is used, for the plan."""
    name = "|".join(sub.name for sub in keeper.subs)
    options = [" ".join([sub.name, *sub.takes]) for sub in keeper.subs]
    first = Argument(name="COMMAND", form="choice", options=[s.name for s in keeper.subs], required=True, about=name)
    return CommandLine(arguments=[first], prints="; ".join(options))


# ---- what it can be held to


def hold_keeper(keeper: Keeper) -> Inventory:
    """Each command with runs that show what it does; what it keeps is there in the next run."""
    kept = Inventory()
    words = (("Water", 2.0), ("Bread", 3.5), ("Salt", 1.0))
    rows = [[f"{n:g}" if _is_amount(f) else f"{said} {f.lower()}" for f in keeper.fields] for said, n in words]
    amounts = [n for _, n in words]

    def added(row: list[str]) -> Run:
        return Run(arguments=[keeper.named("add"), *row])

    def listed(*numbers: int) -> Run:
        said = [_printed(keeper, n, rows[n - 1]) for n in numbers]
        return Run(arguments=[keeper.named("list")], prints="\n".join(said))

    two = (added(rows[0]), added(rows[1]))
    gone = keeper.named("done") or keeper.named("remove")
    told = f"{keeper.thing} {KEPT}"
    kept.thing("kept", told, Proof("What was added is there in the next run.", (*two, listed(1, 2))), sort="main")
    after = Run(arguments=[gone, "1"])
    shows = {
        "add": (added(rows[0]), listed(1)),
        "list": (*two, listed(1, 2), *((after, listed(2)) if gone else ())),
        "done": (*two, Run(arguments=[keeper.named("done"), "1"]), listed(2)),
        "remove": (*two, Run(arguments=[keeper.named("remove"), "2"]), listed(1)),
        "clear": (*two, listed(1, 2), Run(arguments=[keeper.named("clear")]), listed()),
        "search": (*two, Run(arguments=[keeper.named("search"), "bread"], prints=_printed(keeper, 2, rows[1]))),
        "total": (*two, Run(arguments=[keeper.named("total")], prints=f"{sum(amounts[:2]):g}")),
        "count": (*two, Run(arguments=[keeper.named("count")], prints="2")),
    }
    for sub in keeper.subs:
        words_ = f"{sub.name} {' '.join(sub.takes)} {_SAID[sub.does]} {keeper.thing} {keeper.used.like}"
        kept.thing(sub.name, words_, Proof(f"“{sub.name}” does what it says.", shows[sub.does]))
    if gone:
        steps = (*two, after, added(rows[2]), listed(2, 3))
        kept.thing("numbers", "numbers number stay stays the same keep", Proof("Numbers stay as they are.", steps))
        status = keeper.used.failure
        none = (*two, Run(arguments=[gone, "7"], status=status, says=["7"]), listed(1, 2))
        missing = f"number that does not exist is not there unknown no such wrong ends with status code {status} exit"
        kept.thing("missing", missing, Proof(f"An unknown number ends with status {status}.", none))
    return kept


def _printed(keeper: Keeper, number: int, row: Sequence[str]) -> str:
    behind, between = keeper.joints
    return f"{number}{behind}" + between.join(row)
