"""The options that every command which makes an app has, as the command line gives them. Refuses to begin a run."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gallery.settings import Settings, load
from generator.decisions import Autonomy

if TYPE_CHECKING:
    from gallery.session import Wants


@dataclass(frozen=True, slots=True)
class Options:
    autonomy: Autonomy = Autonomy.BUILD
    budget: list[str] = field(default_factory=list)
    candidates: int | None = None
    rounds: int | None = None
    model: str | None = None
    base_url: str | None = None
    allow_package: list[str] = field(default_factory=list)
    allow_host: list[str] = field(default_factory=list)
    allow_model: bool = False
    read: list[Path] = field(default_factory=list)
    on_page: bool = False

    def settings(self) -> Settings:
        return load({"model": self.model, "base_url": self.base_url})

    def limits(self, settings: Settings) -> dict[str, Any]:
        """What a spec says of its run, by name: as it was said, or else as it is set."""
        from gallery.wish import read_budget

        return {
            "budget": read_budget(self.budget, settings.budget),
            "rounds": settings.rounds if self.rounds is None else self.rounds,
            "candidates": self.candidates or settings.candidates,
        }

    def wants(self, settings: Settings, serve: bool | None, *, seen: bool, **more: Any) -> "Wants":
        """`serve`: whether the app is opened at the end; None: where it is `seen`."""
        from packaging.utils import canonicalize_name

        from gallery.session import Wants

        return Wants(
            autonomy=self.autonomy,
            on_page=self.on_page,
            serve=seen if serve is None else serve,
            serve_seconds=settings.serve_seconds(),
            packages=frozenset(map(canonicalize_name, self.allow_package)),
            hosts=tuple(self.allow_host),
            ask_model=self.allow_model,
            read=tuple(self.read),
            **more,
        )
