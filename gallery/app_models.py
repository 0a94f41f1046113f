"""What an app may ask when the user lets it ask the model: that model and, as the settings say, further ones and one
that draws. Refuses to give any of it to an app: that is for who opens it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import replace
from importlib.util import find_spec

from gallery.grants import Beside, Grants
from gallery.settings import Settings, home, model_of
from generator.contract import Model
from generator.ledger import Ledger


@contextmanager
def with_model(
    settings: Settings,
    grants: Grants,
    run: str,
    *,
    ask: bool,
    writer: Model | None = None,
    remark: Callable[[str], None] = lambda _: None,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Grants]:
    """The grants, and where the app may `ask` it the model with what may be asked for beside it; that is the `writer`
    of a run that has it already, else as `Settings.models` gives it."""
    with ExitStack() as stack:
        if ask:
            writer = writer or stack.enter_context(settings.models(run, remark=remark, progress=progress))["writer"]
            grants = replace(grants, model=writer, beside=stack.enter_context(beside(settings, writer, run, remark)))
        yield grants


@contextmanager
def beside(
    settings: Settings, writer: Model, run: str, remark: Callable[[str], None] = lambda _: None
) -> Iterator[Beside]:
    """What an app may ask for beside that model."""
    from generator.endpoint import Endpoint
    from generator.painter import EndpointPainter

    with ExitStack() as stack:
        others: list[Model] = []
        painter = None
        if isinstance(writer, Endpoint):
            others = [stack.enter_context(closing(writer.apart(name))) for name in settings.app_models]
        if settings.images:
            ledger = Ledger(home() / "ledger.db", remark)
            drawing = model_of(settings.images, ledger, settings.abilities, run, remark, lambda _: None, stack)
            painter = EndpointPainter(drawing) if isinstance(drawing, Endpoint) else None
        yield Beside(tuple(others), painter, settings.allowance)


def embedded_here(run: str) -> AbstractContextManager[Model] | None:
    """The embedded model, for an app that does without another; None where it isn't on this machine."""
    from generator import embedded, weights

    if not find_spec("xllamacpp") or not weights.present(weights.chosen()):
        return None
    return closing(embedded.model(ledger=Ledger(home() / "ledger.db"), run=run))
