"""Gives an app on trial what the user lets it have beyond its sandbox: hosts to reach, models to ask, files to read.
Refuses to take any of it from a plan or a model."""

from collections.abc import Mapping

from generator.broker import Broker
from generator.contract import Access, Beyond, Plan, Usage
from sandbox.contract import Connection, Files, Sandbox


class Given:
    """What all candidates of a run are given together: one token, one cap."""

    def __init__(self, access: Access, attached: Files | None = None) -> None:
        self.access = access
        self.attached = attached or {}
        """What came with the spec, for checks to upload."""
        self._broker = None
        if access.model:
            self._broker = Broker(access.model, access.allowance, access.others, access.painter)
        self._seen: list[Connection] = []

    @property
    def files(self) -> Files:
        return self.access.files

    @property
    def hosts(self) -> frozenset[str]:
        """Names without ports."""
        return frozenset(host.partition(":")[0] for host in self.access.hosts)

    @property
    def asked(self) -> Usage:
        """What they have taken of the model."""
        return self._broker.usage if self._broker else Usage()

    def told(self, plan: Plan | None) -> Beyond:
        """What they have made of it so far, and what the plan asks for beyond it."""
        unmet = [host for host in plan.hosts if host not in {*self.hosts, *self.access.hosts}] if plan else []
        return Beyond(tuple(unmet), tuple(self._seen), self.asked)

    def permit(self, box: Sandbox) -> str:
        """Let a sandbox reach the hosts; gives the proxy's address inside it."""
        return box.permit(self.access.hosts) if self.access.hosts else ""

    def give(self, app: Sandbox) -> Mapping[str, str]:
        """Let an app have all but the files; gives what it finds in its environment."""
        self.permit(app)
        found = {f"MAYFLY_{name.upper()}": app.offer(name, serve) for name, serve in self.access.services.items()}
        return found | (self._broker.environment(app.offer("model", self._broker.serve)) if self._broker else {})

    def note(self, box: Sandbox) -> None:
        """Remember where a sandbox has tried to reach, before it goes."""
        self._seen += box.connections()

    def end(self) -> None:
        if self._broker:
            self._broker.revoke()
