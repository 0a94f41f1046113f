"""Goes through what Mayfly needs, shows what is found, puts it right when asked. Refuses to know what the needs are."""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace

from gallery.console import make_console, say, say_error, show_finding, working
from generator.contract import GeneratorError
from sandbox.contract import Finding, Need, Progress, SandboxError


def run(fix: bool, as_json: bool, needs: Sequence[Need] | None = None) -> int:
    """Look at every need, put right what is not (with `fix`), show it all. The exit status: 0 when nothing required
    is missing, else 1."""
    console = make_console(errors=as_json)
    findings: list[Finding] = []
    for need in all_needs() if needs is None else needs:
        finding, seconds = need.look(), None
        if fix and finding.required and not finding.ok:
            with working(console, f"Setting up: {need.name}") as progress:
                finding, seconds = mended(need, finding, progress)
        findings.append(finding)
        show_finding(console, finding, seconds)
    missing = [finding.name for finding in findings if not finding.ok and finding.required]
    if as_json:
        print_findings(findings, ready=not missing)
    if missing:
        hint = "" if fix else "`mayfly doctor --fix` puts right what can be put right from here."
        say_error(console, f"Not ready: {', '.join(missing)}.", hint)
        return 1
    say(console, "Ready.", "green")
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


def print_findings(findings: Sequence[Finding], *, ready: bool) -> None:
    sys.stdout.write(json.dumps({"ready": ready, "needs": [asdict(finding) for finding in findings]}) + "\n")
    sys.stdout.flush()
