"""Goes through what Mayfly needs, shows what is found, puts it right when asked. Refuses to know what the needs are."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, replace

from gallery.console import make_console, say, say_error, show_finding, working
from gallery.contract import TellJson
from gallery.settings import ROLES, Settings, load
from generator.abilities import Ability
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
    settings = load()
    say(console, settings.describe())
    missing = [finding.name for finding in findings if not finding.ok and finding.required]
    if tell_json:
        needed = [asdict(finding) for finding in findings]
        tell_json({"ready": not missing, "needs": needed, "models": served(settings)})
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


def try_models(tell_json: TellJson | None) -> int:
    """Ask each model a few short things, show and remember what it can do. The exit status: 0 when all answer."""
    console = make_console(errors=tell_json is not None)
    settings = load()
    findings: list[Finding] = []
    with working(console, "Asking") as progress:
        for finding in tried_models(settings, progress):
            findings.append(finding)
            show_finding(console, finding)
    if tell_json:
        tell_json({"models": served(settings), "findings": [asdict(finding) for finding in findings]})
    return 0 if all(finding.ok for finding in findings) else 1


def tried_models(settings: Settings, progress: Progress, roles: Collection[str] = ROLES) -> Iterator[Finding]:
    """What came of asking each model that serves one of the roles, named after all roles that it serves."""
    from generator.endpoint import Endpoint
    from generator.probe import probe

    with settings.models("doctor", progress=progress) as models:
        for model in {id(models[role]): models[role] for role in roles}.values():
            serves = [role for role in models if models[role] is model]
            named = ", ".join(serves) if len(serves) < len(models) else "every role"
            progress(f"Asking {model.name}")
            try:
                if isinstance(model, Endpoint):
                    found = in_words(probe(model))
                else:
                    model.ask([{"role": "user", "content": "Say ok."}], role="doctor", max_tokens=4)
                    found = "answers, keeps to JSON schemas by a grammar"
                yield Finding(named, True, f"{model.name}: {found}")
            except GeneratorError as error:
                yield Finding(named, False, f"{model.name}: {error}", error.hint)


def try_shelf(fix: bool, tell_json: TellJson | None) -> int:
    """Look through the shelf for damage, mend it with `fix`. The exit status: 0 when all is well in the end."""
    from gallery.shelf_doctor import examine
    from gallery.sweeping import shelf_of

    console = make_console(errors=tell_json is not None)
    findings: list[Finding] = []
    for finding in examine(shelf_of(load()), fix=fix):
        findings.append(finding)
        show_finding(console, finding)
    damaged = [finding for finding in findings if not finding.ok]
    if tell_json:
        tell_json({"whole": not damaged, "findings": [asdict(finding) for finding in findings]})
    if damaged:
        say_error(console, "The shelf is damaged.", "" if fix else "`mayfly doctor --shelf --fix` mends what it can.")
        return 1
    say(console, "The shelf is well.", "green")
    return 0


def in_words(ability: Ability) -> str:
    """What a model can do, in a line."""
    form = {"json_schema": "keeps to JSON schemas", "json_object": "JSON without schemas", "prompt": "JSON by request"}
    told = [form[ability.shape.format], "takes tools" if ability.tools else "no tools"]
    told.append("sees pictures" if ability.vision else "no pictures")
    told.append(f"{ability.context:,} tokens" if ability.context else "length not told")
    return ", ".join(told)


def served(settings: Settings) -> dict[str, str]:
    """Which model serves each role, and why."""
    return {role: str(choice) for role, choice in settings.choices.items()}


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
    from generator.needs import needs
    from sandbox import setup

    embedded = {choice.weights for choice in load().choices.values() if not choice.base_url}
    return [*setup.needs(), *(need for weights in sorted(embedded) for need in needs(weights))]


def promises() -> list[Finding]:
    from sandbox import engine, hardening

    return hardening.findings(engine.connect())
