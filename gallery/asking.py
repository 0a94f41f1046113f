"""Answers what a run leaves to the user, by asking whoever sits at the terminal. Refuses to ask where nobody sits, and
to take silence for a yes to what would widen what an app may have."""

from dataclasses import dataclass

from gallery import edit_plan
from gallery.console import Console, ask, ask_text, interactive, say, say_error, show_diff, show_plan
from gallery.contract import GalleryError
from gallery.interrupts import Stop
from gallery.run import View
from gallery.text import line
from generator.contract import Plan
from generator.decisions import AgreePackage, Answer, ApproveChange, Clarify, ConfirmPlan, Decision

LINES_SHOWN = 60
"""Of a change, until more is asked for."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A generator.decisions.Decide."""

    console: Console
    stop: Stop
    view: View

    def __call__(self, decision: Decision) -> Answer:
        if not self._somebody:
            if isinstance(decision, AgreePackage):
                return Answer(False)
            raise GalleryError("There is a question, and no terminal to ask it on.", "Use --autonomy build.")
        with self.view.pause(), self.stop.asking():
            match decision:
                case Clarify():
                    return self._clarify(decision)
                case ConfirmPlan():
                    return self._confirm(decision.plan)
                case ApproveChange():
                    return self._approve(decision)
                case AgreePackage():
                    say(self.console, f"The app wants a package from outside. {decision.doubt.reason}", "yellow")
                    question = f"Install {decision.doubt.name} for it? [y]es, [N]o"
                    return Answer(ask(self.console, question, ("no", "yes")) == "yes")

    @property
    def _somebody(self) -> bool:
        return interactive(self.console)

    def _clarify(self, decision: Clarify) -> Answer:
        say(self.console, "Before it is planned (Enter takes what stands in brackets):", "bold")
        texts = [ask_text(self.console, line(asked.text), line(asked.default)) for asked in decision.questions]
        return Answer(True, texts=texts)

    def _confirm(self, plan: Plan) -> Answer:
        while True:
            show_plan(self.console, plan)
            answer = ask(self.console, "Build it? [Y]es, [n]o, [e]dit the claims", ("yes", "no", "edit"))
            if answer != "edit":
                return Answer(answer == "yes", plan)
            try:
                edited = edit_plan.edit(plan)
            except GalleryError as error:
                say_error(self.console, str(error), error.hint)
                continue
            if edited is None:
                return Answer(False)
            plan = edited

    def _approve(self, change: ApproveChange) -> Answer:
        diff = change.diff().splitlines()
        say(self.console, f"Candidate {change.number}{f', {line(change.note)}' if change.note else ''}:", "bold")
        show_diff(self.console, diff[:LINES_SHOWN])
        rest = diff[LINES_SHOWN:]
        while True:
            more = f", [s]how {len(rest)} more lines" if rest else ""
            answer = ask(self.console, f"Try it? [Y]es, [n]o{more}", ("yes", "no", *(["show"] if rest else [])))
            if answer != "show":
                return Answer(answer == "yes")
            show_diff(self.console, rest)
            rest = []
