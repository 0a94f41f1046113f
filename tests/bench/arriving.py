"""How long a verdict takes from a model's last token, and how much of a run is not spent waiting for tokens, at an
endpoint that plays a strong model of fixed speed."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from generator.contract import Kind, Result, Spec
from generator.endpoint import Endpoint
from generator.events import Event, Said, Scored, Stage
from generator.make import make
from sandbox import Engine, connect
from tests.endpoint_server import Asked, Played, PlayedEndpoint

HERE = Path(__file__).parent
SPEED = 60
"""Tokens a second."""
PIECE = 16
"""Letters in a piece: four tokens."""
FIRST = 0.4
"""Seconds until the first token."""
TIMES = 3
ROLES = {"You turn a request": "plan.json", "You test small apps": "checks.json"}


@dataclass
class Heard:
    """When what was told."""

    events: list[tuple[float, Event]] = field(default_factory=list)

    def take(self, event: Event) -> None:
        self.events.append((time.monotonic(), event))

    @property
    def last_token(self) -> float:
        return max(at for at, event in self.events if isinstance(event, Said) and event.role == "writer")

    @property
    def verdict(self) -> float:
        """Seconds from the last token of the writer to the verdict on what it wrote."""
        return next(at for at, event in self.events if isinstance(event, Scored)) - self.last_token

    def spoken(self) -> float:
        """Seconds in which a model was asked, of several at once counted once: from a stage of its own, or what was
        said last before, to its last token."""
        began = {"planner": "plan", "checker": "checks", "writer": "code"}
        spans = []
        for role, stage in began.items():
            said = [at for at, event in self.events if isinstance(event, Said) and event.role == role]
            start = [at for at, event in self.events if isinstance(event, Stage) and event.name == stage]
            if said and start:
                spans.append((start[0], said[-1]))
        whole, reached = 0.0, 0.0
        for start_at, end_at in sorted(spans):
            whole += max(0.0, end_at - max(start_at, reached))
            reached = max(reached, end_at)
        return whole


def run(times: int = TIMES) -> str:
    engine = connect()
    named = ("app", "tokens", "last token to verdict", "not waiting for tokens until then", "faults", "run", "in all")
    lines = [f"| {' | '.join(named)} |", "|---" * len(named) + "|"]
    for kind in (Kind.WEB, Kind.STREAMLIT):
        played = [play(engine, kind) for _ in range(times)]
        lines.append(row(kind, played))
    return "\n".join(lines)


def play(engine: Engine, kind: Kind) -> tuple[Heard, Result]:
    heard = Heard()
    reply = (HERE / "arriving" / "streamlit.md").read_text()
    if kind is Kind.WEB:
        reply = f"`index.html`\n```html\n{(HERE / 'changes' / 'expenses.html').read_text()}```\n"

    def answer(asked: Asked) -> Played:
        name = next((name for begin, name in ROLES.items() if begin in asked.text), "")
        text = (HERE / "arriving" / name).read_text() if name else reply
        return Played(text, wait=FIRST, piece=PIECE, pause=PIECE / 4 / SPEED)

    with PlayedEndpoint() as endpoint:
        endpoint.script(answer)
        model = Endpoint(endpoint.url, endpoint.key, endpoint.name)
        result = make(Spec("a list of my expenses by category", kind=kind), {"writer": model}, engine, heard.take)
    return heard, result


def row(kind: Kind, played: list[tuple[Heard, Result]]) -> str:
    verdict = median(heard.verdict for heard, _ in played)
    whole = median(result.seconds for _, result in played)
    idle = median(result.seconds - heard.spoken() for heard, result in played)
    faults = median(result.stages.get("faults", 0.0) for _, result in played)
    assert all(result.outcome == "passed" for _, result in played), [r.reason for _, r in played]
    tokens = sum(len(e.text) for _, e in played[0][0].events if isinstance(e, Said)) // 4
    return (
        f"| {kind} | {tokens} | {verdict:.2f} s | {idle - faults:.2f} s ({(idle - faults) / whole:.0%}) "
        f"| {faults:.1f} s | {whole:.1f} s | {idle / whole:.0%} |"
    )


if __name__ == "__main__":
    print(run(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES))
