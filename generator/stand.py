"""One place where apps are tried: a tester with its browser, and the sandboxes of the apps beside it. Refuses to know
what comes of a trial."""

from collections.abc import Callable, Sequence

from generator.access import Given
from generator.apps import Apps
from generator.command_trial import CommandTrial
from generator.contract import Check, Kind, Outcome, Plan
from generator.page_trial import Excuse, PageTrial, Testers
from sandbox.contract import Engine, Sandbox

Trial = PageTrial | CommandTrial


class Stand:
    """Used from one thread at a time; close it in the end."""

    def __init__(self, engine: Engine, plan: Plan, given: Given, excuse: Excuse) -> None:
        self.apps = Apps(engine, plan.kind, given)
        self._testers = Testers(engine, plan, given, excuse)
        self._plan = plan
        self._claims = {claim.id: claim.text for claim in plan.claims}

    def warm(self) -> None:
        """Boot a tester and an empty app, so that nobody waits for them later. Raises SandboxError."""
        if self._plan.kind is not Kind.SCRIPT:
            self._testers.live()
        self.apps.warm()

    def rehearse(self) -> None:
        """Go through a trial whose outcome means nothing: the first page that a browser shows, and the first of
        everything on it, takes it several times as long as any later one. Raises SandboxError."""
        with self.apps.rehearsing() as ready:
            if ready:
                app, started = ready
                self.trial(app, ()).examine(started, ())

    def trial(
        self,
        app: Sandbox,
        checks: Sequence[Check],
        say: Callable[[Outcome], None] = lambda _: None,
        show: Callable[[str, bytes], None] | None = None,
    ) -> Trial:
        """A trial of one of the apps here; `say` is given each outcome as it comes, `show` each picture by its name."""
        if self._plan.kind is Kind.SCRIPT:
            return CommandTrial(app, self._claims, self._plan.command, self.apps.env, say)
        return PageTrial(self._testers, app, checks, self._claims, say, show)

    def close(self) -> None:
        self.apps.close()
        self._testers.close()
