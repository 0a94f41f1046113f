"""Shows entries, receipts, inventories and errors on the terminal, and asks questions. Refuses to decide anything.

Everything that comes from outside is cleaned and shown as it is, never read as markup.
"""

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console as Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gallery.amounts import ago, span
from gallery.contract import Discarded, Entry, Fate
from gallery.receipt import SIGNS, Faults, Line, Receipt, seconds
from gallery.text import clean, line
from generator.contract import Mark, Plan
from generator.interface import usage
from sandbox.contract import Finding, Inventory

STYLES = {Mark.PASSED: "green", Mark.FAILED: "red", Mark.DISPUTED: "yellow", Mark.NOT_CHECKED: "dim"}
ASCII = {"✓": "+", "✗": "x", "–": "-", "·": "."}


def make_console(*, errors: bool = False) -> Console:
    """`errors` writes to standard error, so that standard output stays for one JSON object."""
    return Console(stderr=errors, highlight=False, markup=False, emoji=False, soft_wrap=False)


def interactive(console: Console) -> bool:
    """Whether a person sits there who can read and answer; colours that are forced don't make it a person."""
    return console.file.isatty() and sys.stdin is not None and sys.stdin.isatty()


def drawable(console: Console) -> bool:
    """Whether that person sits at a terminal on which what was shown can be drawn over."""
    return interactive(console) and not console.is_dumb_terminal


def sign(mark: Mark | None, console: Console) -> Text:
    """The mark's sign in its colour; None is one that is still to come."""
    shown = SIGNS[mark] if mark else "·"
    if console.encoding.lower().replace("-", "") not in ("utf8", "utf16"):
        shown = ASCII.get(shown, shown)
    return Text(shown, style=STYLES[mark] if mark else "dim")


def say(console: Console, text: str, style: str = "") -> None:
    """One line or several, wrapped at words on a terminal and left whole elsewhere."""
    console.print(Text(clean(text), style=style), soft_wrap=not console.is_terminal)


def say_error(console: Console, sentence: str, hint: str = "") -> None:
    shown = Text(clean(sentence), style="red")
    if hint:
        shown.append("\n" + clean(hint), style="default not bold")
    console.print(shown, soft_wrap=not console.is_terminal)


def say_whole(console: Console, text: str, style: str = "") -> None:
    """Something to copy: an address, a path, a command. Never wrapped by us."""
    console.print(Text(clean(text), style=style), soft_wrap=True)


def ask(console: Console, question: str, answers: Sequence[str]) -> str:
    """One of the answers, by its first letter; the first answer for just Enter. "" when the input has ended."""
    while True:
        console.print(Text(f"{clean(question)} "), end="")
        try:
            said = input().strip().lower()
        except EOFError:
            console.print()
            return ""
        for answer in answers:
            if answer.startswith(said) or not said:
                return answer


def ask_text(console: Console, question: str, default: str) -> str:
    """A line that the user types, the default for just Enter and when the input has ended."""
    console.print(Text.assemble("  ", clean(question), (f" [{clean(default)}] ", "dim")), end="")
    try:
        return clean(input()).strip() or default
    except EOFError:
        console.print()
        return default


def show_diff(console: Console, diff: Sequence[str]) -> None:
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for told in diff:
        console.print(Text(clean(told).expandtabs(4), style=styles.get(told[:1], "dim")), soft_wrap=True)


def show_plan(console: Console, plan: Plan) -> None:
    console.print(Text.assemble((line(plan.title, 80), "bold"), (f"  {plan.kind}", "dim")))
    for claim in plan.claims:
        counts = "" if claim.importance == "usual" else f"  {claim.importance}"
        console.print(Text.assemble(("  · ", "dim"), line(claim.text, 300), (counts, "dim")))
    for offered in usage(plan):
        console.print(Text(f"    {clean(offered, 300)}", style="dim"))
    for host in plan.hosts:
        console.print(Text(f"  – asks to reach {line(host, 100)}", style="dim"))
    for asked in plan.unchecked:
        console.print(Text(f"  – can't be checked here: {line(asked, 300)}", style="dim"))
    for said in plan.background:
        console.print(Text(f"  – taken for background: {line(said, 300)}", style="dim"))


def show_receipt(console: Console, receipt: Receipt, *, folder: str = "", pictures: Sequence[Path] = ()) -> None:
    if receipt.outcome == "none":
        say_error(console, f"No app was made. {receipt.reason}".strip())
        say(console, f"{receipt.spent}; {receipt.model}", "dim")
        return
    if console.is_terminal:
        console.print(drawn(receipt, console))
    else:
        say(console, "\n".join(lines(receipt, console)))
    if pictures:
        more = f" and {len(pictures) - 1} more beside it" if len(pictures) > 1 else ""
        say_whole(console, f"Picture: {pictures[0]}{more}", "dim")
    if folder:
        say_whole(console, f"Files:   {folder}", "dim")


def lines(receipt: Receipt, console: Console) -> list[str]:
    """The receipt without a terminal: nothing is wrapped or cut."""

    def told(of: Line) -> str:
        counts = f" [{of.counts}]" if of.counts else ""
        evidence = f" ({of.evidence})" if of.evidence else ""
        return f"  {sign(of.status, console).plain} {of.status}: {of.text}{counts}{evidence}"

    shown = [f"{receipt.title} ({receipt.kind}), {receipt.id}", *map(told, receipt.claims)]
    shown += [f"  {basics_held(receipt)}", *map(told, broken(receipt))] if receipt.basics else []
    shown += [f"{receipt.counted}.", receipt.reason, *receipt.unsettled, *noticed(receipt.faults), *receipt.outside]
    shown += [f"{receipt.spent}; {receipt.model}", receipt.written, took(receipt)]
    return [one for one in shown if one]


def drawn(receipt: Receipt, console: Console) -> RenderableType:
    parts: list[RenderableType] = [Text.assemble((receipt.title, "bold"), (f"  {receipt.kind}  {receipt.id}", "dim"))]
    parts.append(Padding(marked(receipt.claims, console), (1, 0, 0, 1)))
    if receipt.basics:
        parts.append(Padding(Text(basics_held(receipt), "dim"), (0, 0, 0, 1)))
        parts.append(Padding(marked(broken(receipt), console), (0, 0, 0, 1)))
    good = receipt.outcome == "passed"
    parts += [Text(), Text(f"{receipt.counted}.", style="bold green" if good else "bold yellow")]
    parts += [Text(receipt.reason)] if receipt.reason else []
    parts += [Text(told) for told in (*receipt.unsettled, *noticed(receipt.faults), *receipt.outside)]
    last = [f"{receipt.spent}; {receipt.model}", receipt.written, took(receipt)]
    parts.append(Text("\n".join(filter(None, last)), style="dim"))
    return Group(*parts)


def basics_held(receipt: Receipt) -> str:
    held = sum(1 for basic in receipt.basics if basic.status is Mark.PASSED)
    return f"Basics of every app: {held} of {len(receipt.basics)} hold"


def noticed(faults: Faults) -> list[str]:
    """What the checks are worth: how many faults they noticed, and each that they did not."""
    return [faults.counted, *(f"  {fault.told}" for fault in faults.survived)] if faults.counted else []


def broken(receipt: Receipt) -> list[Line]:
    return [basic for basic in receipt.basics if basic.status is Mark.FAILED]


def took(receipt: Receipt) -> str:
    return ", ".join(f"{name} {seconds(spent)}" for name, spent in receipt.stages.items() if spent >= 0.05)


def marked(claims: Sequence[Line], console: Console) -> RenderableType:
    """Claims with their signs, evidence below."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column()
    for claim in claims:
        told = Text.assemble(claim.text, (f"  {claim.counts}" if claim.counts else "", "dim"))
        if claim.status in (Mark.DISPUTED, Mark.NOT_CHECKED):
            told.append(f"  {claim.status}", style=STYLES[claim.status])
        if claim.evidence:
            told.append("\n" + claim.evidence, style="dim" if claim.status is Mark.PASSED else STYLES[claim.status])
        grid.add_row(sign(claim.status, console), told)
    return grid


def show_entries(console: Console, entries: Sequence[Entry], now: float | None = None) -> None:
    now = time.time() if now is None else now
    if not entries:
        say(console, 'The shelf is empty. Make an app: mayfly new "a tip calculator"')
        return
    if not console.is_terminal:
        for entry in entries:
            say(console, "\t".join((entry.id, line(entry.title), entry.kind, proved(entry), entry.standing, entry.url)))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("app", no_wrap=True)
    table.add_column("title")  # the only one that may be cut: by an id an app is named
    for name in ("kind", "proved", "made"):
        table.add_column(name, no_wrap=True)
    table.add_column("", no_wrap=True)
    cut: dict[str, Any] = {"no_wrap": True, "overflow": "ellipsis"}
    for entry in entries:
        style = {"ready": "", "being made": "cyan"}.get(entry.state, "yellow")
        table.add_row(
            Text(entry.id, style="bold"),
            Text.assemble(line(entry.title), *((f"  #{tag}", "dim") for tag in entry.tags), **cut),
            Text(entry.kind, style="dim"),
            Text(proved(entry), style="green" if entry.claims and entry.passed == entry.claims else "yellow"),
            Text(ago(now - entry.created), style="dim"),
            Text(entry.url or fate(entry, now), style="cyan" if entry.url else style),
        )
    console.print(table)


def show_usage(console: Console, entries: Sequence[Entry]) -> None:
    """The apps that are open, and what each uses."""
    if not entries:
        say(console, "No app is open.")
        return
    for entry in entries:
        told = [] if entry.remaining is None else [f"{span(entry.remaining)} left"]
        if used := entry.usage:
            told += [f"memory {used.memory_mb:.0f} MB (at most {used.memory_peak_mb:.0f})"]
            told += [f"processor {used.cpu_seconds:.1f} s", f"processes {used.processes}"]
            told += [f"in {used.bytes_in / 1e6:.1f} MB", f"out {used.bytes_out / 1e6:.1f} MB"]
            told += ["ran out of memory"] if used.memory_kills else []
        say_whole(console, f"{entry.id}  {entry.url}", "bold")
        say(console, f"  {', '.join(told) or 'not measured yet'}", "red" if used and used.memory_kills else "dim")


def proved(entry: Entry) -> str:
    return f"{entry.passed}/{entry.claims}" if entry.claims else "–"


def fate(entry: Entry, now: float) -> str:
    if entry.gone_at is not None:
        return f"discarded, gone in {span(entry.gone_at - now)}"
    if entry.state == "ready" and entry.fate is Fate.ON_TRIAL and entry.expires is not None:
        return f"goes in {span(entry.expires - now)}" if entry.expires > now else "expired"
    if entry.fate is Fate.EXPIRED and entry.expires is not None:
        return f"expired, gone in {span(entry.expires - now)}"
    return entry.standing


def until_when(what: str, seconds: float) -> str:
    most = span(seconds) if seconds < 60 else f"{seconds / 60:.0f} min"
    return f"{what} until Ctrl-C" + ("." if math.isinf(seconds) else f", for at most {most}.")


@contextmanager
def counting(console: Console) -> Iterator[Callable[[float], None]]:
    """One quiet line on a terminal that says how many seconds are left; nothing where nobody would see it change."""
    if not drawable(console):
        yield lambda seconds: None
        return
    with Live(console=console, auto_refresh=False, transient=True) as live:
        shown = [""]

        def left(seconds: float) -> None:
            if (told := f"{span(seconds)} left") != shown[0]:
                shown[0] = told
                live.update(Text(told, style="dim"), refresh=True)

        yield left


def show_inventory(console: Console, inventory: Inventory) -> None:
    _show_gone(console, inventory)
    if not inventory.removed and not inventory.left:
        say(console, "There was nothing to remove.")
    elif not inventory.left:
        again = f" for {', '.join(inventory.looked)}" if inventory.looked else ""
        say(console, f"Looked again{again}: nothing of it is left.")


def show_discarded(console: Console, entry: str, done: Discarded) -> None:
    """What went, or until when it can be brought back."""
    if done.until is None:
        show_inventory(console, done.gone)
        return
    _show_gone(console, done.gone, waits=done.waits)
    when = time.strftime("%A, %d %B, %H:%M", time.localtime(done.until))
    say_whole(console, f"It is off the shelf. Bring it back until {when}: mayfly undo {entry}")
    say_whole(console, f"After that nothing of it is left. At once: mayfly discard {entry} --now", "dim")


def _show_gone(console: Console, gone: Inventory, *, waits: Sequence[str] = ()) -> None:
    for thing in gone.removed:
        say_whole(console, f"removed  {thing}", "dim")
    for thing in waits:
        say_whole(console, f"off      {thing}", "dim")
    for thing in gone.left:
        say_whole(console, f"left     {thing}", "red")


def show_finding(console: Console, finding: Finding, seconds: float | None = None) -> None:
    """One need on one line, with how to mend it below; `seconds` when it was put right just now."""
    style = "green" if finding.ok else "red" if finding.required else "yellow"
    mark = sign(Mark.PASSED if finding.ok else Mark.FAILED, console).plain
    spent = f"  (put right in {seconds:.1f} s)" if seconds is not None else ""
    shown = Text.assemble((mark, style), f" {line(finding.name):<16} {line(finding.found)}", (spent, "dim"))
    console.print(shown, soft_wrap=True)
    if finding.mend:
        say(console, f"  {'':<16} {line(finding.mend)}", "dim")


def show_events(console: Console, events: Sequence[dict[str, object]]) -> None:
    for event in events:
        at = event.get("at")
        when = time.strftime("%H:%M:%S", time.localtime(at)) if isinstance(at, float) else ""
        rest = {k: v for k, v in event.items() if k not in ("at", "event")}
        say_whole(console, line(f"{when} {event.get('event')} {rest}", 500))


@contextmanager
def working(console: Console, what: str) -> Iterator[Callable[[str], None]]:
    """Takes lines about work in progress: on a terminal the last one is shown with the seconds, elsewhere one in ten
    seconds, so that a log shows life and no flood."""
    began = told = time.monotonic()
    if not console.is_terminal:
        say(console, f"{what} ...")

        def tell(said: str) -> None:
            nonlocal told
            if time.monotonic() - told >= 10:
                told = time.monotonic()
                say(console, f"  {told - began:4.0f} s  {line(said, 160)}")

        yield tell
        return
    with console.status(Text(what)) as status:

        def show(said: str) -> None:
            spent = f"{what}  {time.monotonic() - began:.0f} s  "
            status.update(Text.assemble(spent, (line(said, max(console.width - len(spent) - 3, 10)), "dim")))

        yield show
