"""How long a verdict takes from a model's last token, and how much of a run is not spent waiting for tokens, at an
endpoint that plays a strong model of fixed speed."""

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from unittest.mock import patch

from generator.contract import Kind, Result, Spec
from generator.endpoint import Endpoint
from generator.events import Event, Said, Scored
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


def run(times: int = TIMES) -> str:
    engine = connect()
    named = ("app", "tokens", "last token to verdict", "by one tester alone", "not waiting for tokens", "faults", "run")
    lines = [f"| {' | '.join(named)} |", "|---" * len(named) + "|"]
    for kind in (Kind.WEB, Kind.STREAMLIT):
        both = [(play(engine, kind), play(engine, kind, alone=True)) for _ in range(times)]
        lines.append(row(kind, *zip(*both, strict=True)))
    return "\n".join(lines)


def play(engine: Engine, kind: Kind, *, alone: bool = False) -> tuple[Heard, Result]:
    """One run; `alone`: all checks behind the invariants, by the same tester."""
    heard = Heard()
    leisure = math.inf if alone else sys.modules["generator.make"].LEISURE
    reply = (HERE / "arriving" / "streamlit.md").read_text()
    if kind is Kind.WEB:
        reply = f"`index.html`\n```html\n{(HERE / 'changes' / 'expenses.html').read_text()}```\n"

    def answer(asked: Asked) -> Played:
        name = next((name for begin, name in ROLES.items() if begin in asked.text), "")
        text = (HERE / "arriving" / name).read_text() if name else reply
        return Played(text, wait=FIRST, piece=PIECE, pause=PIECE / 4 / SPEED)

    with PlayedEndpoint() as endpoint, patch.object(sys.modules["generator.make"], "LEISURE", leisure):
        endpoint.script(answer)
        model = Endpoint(endpoint.url, endpoint.key, endpoint.name)
        result = make(Spec("a list of my expenses by category", kind=kind), {"writer": model}, engine, heard.take)
    return heard, result


def row(kind: Kind, played: Sequence[tuple[Heard, Result]], alone: Sequence[tuple[Heard, Result]]) -> str:
    assert all(result.outcome == "passed" for _, result in (*played, *alone)), [r.reason for _, r in (*played, *alone)]
    verdict, slower = (median(heard.verdict for heard, _ in runs) for runs in (played, alone))
    whole = median(result.seconds for _, result in played)
    idle = median(result.seconds - result.stages["tokens"] for _, result in played)
    faults = median(result.stages.get("faults", 0.0) for _, result in played)
    tokens = sum(len(e.text) for _, e in played[0][0].events if isinstance(e, Said)) // 4
    return (
        f"| {kind} | {tokens} | {verdict:.2f} s | {slower:.2f} s ({slower / verdict:.1f} times) "
        f"| {idle / whole:.0%}, {(idle - faults) / whole:.0%} without the faults | {faults:.1f} s | {whole:.1f} s |"
    )


if __name__ == "__main__":
    print(run(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES))
