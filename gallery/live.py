"""Shows a run while it goes: live on a terminal, line by line elsewhere. Refuses to interpret what a model or an app
says: it is cleaned and shown as plain text."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from gallery.console import drawable, say, sign
from gallery.progress import Progress, told_of, words
from gallery.text import line, tail
from generator.events import Event

CODE_LINES = 12


def view_on(console: Console, sentence: str, *, plain: Console | None = None) -> "LiveView | PlainView":
    """Live where somebody sits at a terminal that can be drawn on, else line by line, on the `plain` console if there
    is one."""
    return LiveView(console, sentence) if drawable(console) else PlainView(plain or console)


class LiveView:
    """One picture of the run, redrawn in place. `tell` may be called from any thread."""

    def __init__(self, console: Console, sentence: str) -> None:
        self._console = console
        self._sentence = line(sentence, 300)
        self._model = ""
        self._progress = Progress()
        self._began = time.monotonic()
        self._spinner = Spinner("dots", style="cyan")
        self._lock = threading.Lock()
        self._live = Live(console=console, get_renderable=self.picture, refresh_per_second=8, transient=True)

    def __enter__(self) -> "LiveView":
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._live.stop()

    def tell(self, event: Event) -> None:
        with self._lock:
            self._progress.take(event)

    def uses(self, model: str) -> None:
        self._model = line(model, 60)

    def doing(self, what: str) -> None:
        """Show what is being fetched or loaded, until something is said."""
        with self._lock:
            self._progress.doing = line(what, 200)

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Leave the terminal to a question."""
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def picture(self) -> RenderableType:
        with self._lock:
            progress = self._progress
            rows = [self._head(progress)]
            if progress.title:
                rows += [Text(), Text.assemble((progress.title, "bold"), (f"  {progress.kind}", "dim"))]
            width, height = self._console.width, self._console.height
            claims = list(progress.claims)
            # The stage line, the remarks and a little code must always fit.
            room = max(height - 13 - len(progress.remarks), 3)
            shown = claims if len(claims) <= room else claims[: room - 1]
            grid = Table.grid(padding=(0, 1))
            grid.add_column(width=1)
            grid.add_column(no_wrap=True, overflow="ellipsis", max_width=max(width - 4, 10))
            for claim in shown:
                grid.add_row(sign(progress.mark(claim), self._console), Text(progress.claims[claim]))
            drawn: list[RenderableType] = [*rows]
            if shown:
                drawn.append(grid)
            if len(shown) < len(claims):
                drawn.append(Text(f"  and {len(claims) - len(shown)} more", style="dim"))
            free = height - len(rows) - len(shown) - len(progress.remarks) - 8
            role, text = progress.spoken()
            if text and (code := tail(text, min(CODE_LINES, max(free, 1)))):
                drawn += [Text(), self._code(code, role)]
            drawn += [Text(), self._stage(progress)]
            drawn += [Text(remark, style="yellow", no_wrap=True, overflow="ellipsis") for remark in progress.remarks]
            return Group(*drawn)

    def _head(self, progress: Progress) -> Text:
        elapsed = time.monotonic() - self._began
        told = [self._model, f"{elapsed // 60:02.0f}:{elapsed % 60:02.0f}"]
        told += [progress.used or (f"about {progress.pieces:,} tokens written" if progress.pieces else "")]
        told += [progress.racing]
        head = Text("mayfly  ", style="bold cyan", no_wrap=True, overflow="ellipsis")
        head.append(self._sentence, style="default")
        head.append("\n        " + " · ".join(t for t in told if t), style="dim")
        if progress.quote:
            head.append(f"\n        {progress.quote}", style="dim")
        return head

    def _code(self, code: str, role: str) -> RenderableType:
        shown = Text(code, style="dim", no_wrap=True, overflow="ellipsis")
        return Panel(shown, title=Text(role, style="dim"), title_align="left", border_style="dim", padding=(0, 1))

    def _stage(self, progress: Progress) -> RenderableType:
        stage = progress.stage
        told = Text(progress.doing or words(stage), no_wrap=True, overflow="ellipsis")
        if progress.count:
            told.append(f"  {progress.count}", style="dim")
        self._spinner.update(text=told)
        return self._spinner


class PlainView:
    """One line for each thing that happens, without control codes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def __enter__(self) -> "PlainView":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    @contextmanager
    def pause(self) -> Iterator[None]:
        yield

    def uses(self, model: str) -> None:
        self._say(f"Uses {line(model, 60)}")

    def doing(self, what: str) -> None:
        self._say(line(what, 200))

    def tell(self, event: Event) -> None:
        if told := told_of(event):
            self._say(told)

    def _say(self, told: str) -> None:
        with self._lock:
            say(self._console, f"{time.monotonic() - self._began:6.1f} s  {told}")
