"""Goes through what Mayfly needs, shows what is found, puts it right when asked. Refuses to know what the needs are."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from gallery.console import make_console, say, say_error, show_finding, working
from gallery.contract import TellJson
from generator.contract import GeneratorError
from sandbox.contract import Finding, Need, Progress, SandboxError


def run(fix: bool, tell_json: TellJson | None, needs: Sequence[Need] | None = None) -> int:
    """Look at every need, put right what is not (with `fix`), show it all; `tell_json` gets the one object of `--json`.
    The exit status: 0 when nothing required is missing, else 1."""
    console = make_console(errors=tell_json is not None)
    findings: list[Finding] = []
    for need in all_needs() if needs is None else needs:
        finding, seconds = need.look(), None
        if fix and finding.required and not finding.ok:
            with working(console, f"Setting up: {need.name}") as progress:
                finding, seconds = mended(need, finding, progress)
        findings.append(finding)
        show_finding(console, finding, seconds)
    missing = [finding.name for finding in findings if not finding.ok and finding.required]
    if tell_json:
        tell_json({"ready": not missing, "needs": [asdict(finding) for finding in findings]})
    if missing:
        hint = "" if fix else "`mayfly doctor --fix` puts right what can be put right from here."
        say_error(console, f"Not ready: {', '.join(missing)}.", hint)
        return 1
    say(console, "Ready.", "green")
    return 0


def try_sandbox(tell_json: TellJson | None, trial: Callable[[], Sequence[Finding]] | None = None) -> int:
    """Try from inside what a sandbox promises, show what came of it. The exit status: 0 when every promise held."""
    console = make_console(errors=tell_json is not None)
    with working(console, "Trying a sandbox from inside"):
        tried = (trial or promises)()
    for finding in tried:
        show_finding(console, finding)
    broken = [finding.name for finding in tried if not finding.ok and finding.required]
    if tell_json:
        tell_json({"held": not broken, "promises": [asdict(finding) for finding in tried]})
    if broken:
        say_error(console, f"The sandbox does not hold: {', '.join(broken)}.")
        return 1
    say(console, "Every promise held.", "green")
    return 0


def mended(need: Need, finding: Finding, progress: Progress) -> tuple[Finding, float | None]:
    """What stands after putting one need right, and the seconds that took; None when it couldn't be done."""
    began = time.monotonic()
    try:
        need.fix(progress)
    except (SandboxError, GeneratorError) as error:
        return replace(finding, found=str(error), mend=error.hint), None
    return need.look(), time.monotonic() - began


def all_needs() -> list[Need]:
    """The needs of both rooms, in the order in which they can be put right; the embedded model's only if it is used."""
    from gallery.settings import load
    from generator.needs import needs
    from sandbox import setup

    embedded = {choice.weights for choice in load().choices.values() if not choice.base_url}
    return [*setup.needs(), *(need for weights in sorted(embedded) for need in needs(weights))]


def promises() -> list[Finding]:
    from sandbox import engine, hardening

    return hardening.findings(engine.connect())
