"""Which model serves each role, and the user's other settings. Refuses to send a key to another place than it is for.

The first that names a model or an endpoint wins: flags, MAYFLY_BASE_URL / _API_KEY / _MODEL, the same names with
OPENAI_, the settings file, a local Ollama, the embedded model. The file is TOML, every part of it optional:

    [model]                       # for all roles
    base_url = "https://…/v1"
    api_key_env = "NAME"          # or api_key = "…"
    name = "…"
    [models.planner]              # for one role: planner, checker, writer, repairer
    weights = "0.5b"              # the embedded model, with these weights or a GGUF file's path
    [limits]
    seconds = 180
    candidates = 1                # first apps that are written side by side, to choose from
    [shelf]
    trial_days = 7                # an app that nobody keeps; then it can be taken back for undo_days
    serve_minutes = 60            # an app that is open ends after that; 0: not before Ctrl-C
    [apps]                        # what an app may ask for beside the model, when you let it ask, and how much at most
    models = ["…"]                # further models of the same endpoint, by name
    pictures = 100                # also: requests, tokens, dollars
    [images]                      # who draws pictures for apps; without base_url and key the endpoint above. The name
    name = "…"                    # also as MAYFLY_IMAGES_MODEL
    [sandbox]
    pool_minutes = 10             # how long sandboxes booted ahead wait; 0: none are. Also MAYFLY_POOL_MINUTES
"""

import math
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gallery import ollama
from gallery.contract import GalleryError
from generator.contract import Allowance, Budget, Model
from generator.ledger import Ledger, is_near
from generator.weights import KNOWN
from sandbox.contract import Inventory

if TYPE_CHECKING:
    from generator.abilities import Abilities

MOST_CANDIDATES = 8
Role = Literal["planner", "checker", "writer", "repairer"]
ROLES: tuple[Role, ...] = ("planner", "checker", "writer", "repairer")
OPENAI_URL = "https://api.openai.com/v1"
POOL = "MAYFLY_POOL_MINUTES"
EMBEDDED = "embedded"
"""As a model's name: the embedded one, whatever else is configured."""


def home() -> Path:
    """The folder of shelf and ledger: MAYFLY_HOME, or the user's data folder."""
    named = os.environ.get("MAYFLY_HOME")
    return Path(named).expanduser().absolute() if named else platformdirs.user_data_path("mayfly")


def config() -> Path:
    """The settings file: MAYFLY_CONFIG, or mayfly/config.toml in the user's config folder. It needn't exist."""
    named = os.environ.get("MAYFLY_CONFIG")
    return Path(named).expanduser().absolute() if named else platformdirs.user_config_path("mayfly") / "config.toml"


@dataclass(frozen=True, slots=True)
class Choice:
    """One model and why it was taken. Without `base_url` it is the embedded one."""

    why: str
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    name: str = ""
    """"" at an endpoint: the only model it has."""
    weights: str = ""
    small: bool | None = None
    slots: int = 2

    def __str__(self) -> str:
        if not self.base_url:
            return f"the embedded model{f' ({self.weights})' if self.weights else ''}: {self.why}"
        return f"{self.name or 'the only model'} at {urlsplit(self.base_url).netloc}: {self.why}"


@dataclass(frozen=True, slots=True)
class Settings:
    choices: Mapping[str, Choice]
    budget: Budget
    rounds: int
    candidates: int
    trial_days: float
    undo_days: float
    serve_minutes: float
    pool_minutes: float
    images: Choice | None = None
    """Who draws for apps; None when nobody is named."""
    app_models: tuple[str, ...] = ()
    allowance: Allowance = Allowance()  # noqa: RUF009 - frozen

    @property
    def abilities(self) -> "Abilities":
        """What is known of the endpoints."""
        from generator.abilities import Abilities

        return Abilities(home() / "abilities.json")

    def describe(self) -> str:
        """Which model is used, and why; one line, or one for each role where they differ."""
        if len(set(self.choices.values())) == 1:
            return f"Uses {self.choices['writer']}."
        return "\n".join(f"{role}: {choice}." for role, choice in self.choices.items())

    def serve_seconds(self, minutes: float | None = None) -> float:
        """How long an app is served, or so many minutes; without end for 0."""
        return (self.serve_minutes if minutes is None else minutes) * 60 or math.inf

    @contextmanager
    def models(
        self,
        run: str,
        *,
        remark: Callable[[str], None] = lambda _: None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Iterator[Mapping[str, Model]]:
        """The models by role, all calls on the record under `run`. Nothing is started before it is asked; leaving the
        context ends calls in progress. `remark` gets what is unusual, `progress` what is being fetched or loaded."""
        ledger = Ledger(home() / "ledger.db", remark)
        with ExitStack() as stack:
            made = {
                c: model_of(c, ledger, self.abilities, run, remark, progress, stack) for c in set(self.choices.values())
            }
            yield {role: made[choice] for role, choice in self.choices.items()}

    def forget(self, run: str) -> Inventory:
        """Remove a run's calls from the record."""
        ledger = Ledger(home() / "ledger.db")
        removed, left = (f"record of {count} model calls" if count else "" for count in map(ledger.forget, (run, run)))
        return Inventory((removed,) if removed else (), (left,) if left else (), ("records of model calls",))


def load(flags: Mapping[str, Any] = MappingProxyType({})) -> Settings:
    """The settings in force. `flags` may hold model, base_url and api_key, None where not given.
    Raises GalleryError for a settings file that can't be understood."""
    path = config()
    kept = understood(text_of(path), path)
    choices: dict[str, Choice] = {role: _choose(flags, kept, role, path) for role in ROLES}
    writer = choices["writer"]
    return Settings(
        choices=choices,
        budget=Budget(kept.limits.seconds, kept.limits.tokens, kept.limits.dollars),
        rounds=kept.limits.rounds,
        candidates=kept.limits.candidates,
        trial_days=kept.shelf.trial_days,
        undo_days=kept.shelf.undo_days,
        serve_minutes=kept.shelf.serve_minutes,
        pool_minutes=_pool_minutes(kept),
        images=_images(kept, writer),
        app_models=kept.apps.models,
        allowance=kept.apps.allowance,
    )


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class _Model(_Part):
    base_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    api_key: str = ""
    api_key_env: str = ""
    name: str = ""
    weights: str = ""
    small: bool | None = None
    slots: Annotated[int, Field(ge=1, le=64)] = 2

    @property
    def key(self) -> str:
        return self.api_key or os.environ.get(self.api_key_env, "")


class _Limits(_Part):
    seconds: Annotated[float, Field(gt=0)] | None = None
    tokens: Annotated[int, Field(gt=0)] | None = None
    dollars: Annotated[Decimal, Field(gt=0)] | None = None
    rounds: Annotated[int, Field(ge=0, le=20)] = 3
    candidates: Annotated[int, Field(ge=1, le=MOST_CANDIDATES)] = 1


class _Shelf(_Part):
    trial_days: Annotated[float, Field(gt=0)] = 7
    undo_days: Annotated[float, Field(ge=0)] = 7
    serve_minutes: Annotated[float, Field(ge=0)] = 60


class _Sandbox(_Part):
    pool_minutes: Annotated[float, Field(ge=0)] = 10


class _Apps(_Part):
    models: tuple[str, ...] = ()
    requests: Annotated[int, Field(gt=0)] = Allowance().requests
    tokens: Annotated[int, Field(gt=0)] = Allowance().tokens
    pictures: Annotated[int, Field(ge=0)] = Allowance().pictures
    dollars: Annotated[Decimal, Field(gt=0)] = Allowance().dollars

    @property
    def allowance(self) -> Allowance:
        return Allowance(self.requests, self.tokens, self.pictures, self.dollars)


class SettingsFile(_Part):
    """What the settings file says."""

    model: _Model = _Model()
    models: Mapping[Role, _Model] = {}
    limits: _Limits = _Limits()
    shelf: _Shelf = _Shelf()
    sandbox: _Sandbox = _Sandbox()
    apps: _Apps = _Apps()
    images: _Model = _Model()


def text_of(path: Path) -> str:
    """What the settings file holds; "" when there is none. Raises GalleryError when it can't be read, or is missing
    though MAYFLY_CONFIG names it."""
    try:
        return path.read_text()
    except FileNotFoundError:
        if os.environ.get("MAYFLY_CONFIG"):
            raise GalleryError(f"There is no settings file {path}.", "Correct or unset MAYFLY_CONFIG.") from None
        return ""
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or error
        raise GalleryError(f"The settings file {path} can't be read: {said}.", "Mend it or move it away.") from None


def understood(text: str, path: Path) -> SettingsFile:
    """Raises GalleryError with the first thing that is wrong."""
    try:
        return SettingsFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise GalleryError(f"The settings file {path} isn't TOML: {error}.", "Mend it or move it away.") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        said = "there is no such setting" if first["type"] == "extra_forbidden" else first["msg"]
        raise GalleryError(f"In the settings file {path}, {key}: {said}.", "Mend that line.") from None


def _pool_minutes(kept: SettingsFile) -> float:
    said = os.environ.get(POOL)
    try:
        return kept.sandbox.pool_minutes if said is None else max(0.0, float(said))
    except ValueError:
        raise GalleryError(f"{POOL} is {said}, which is no number.", "Correct or unset it.") from None


def _choose(flags: Mapping[str, Any], kept: SettingsFile, role: Role, path: Path) -> Choice:
    """A key goes only where it is meant for: to the endpoint named beside it, or to the same address."""
    env = os.environ.get
    own_url = str(flags.get("base_url") or env("MAYFLY_BASE_URL") or "")
    own_key = str(flags.get("api_key") or env("MAYFLY_API_KEY") or "")
    own_name = str(flags.get("model") or env("MAYFLY_MODEL") or "")
    usual_key, usual_url = env("OPENAI_API_KEY", ""), env("OPENAI_BASE_URL", "")
    usual = usual_url or (OPENAI_URL if usual_key else "")
    filed = kept.models.get(role, kept.model)
    if own_name == EMBEDDED or _is_weights(own_name):
        return Choice("it was asked for", weights="" if own_name == EMBEDDED else own_name)
    if own_url or own_key:
        url, why = (own_url or usual or filed.base_url or OPENAI_URL), "the flags or MAYFLY_ variables say so"
    elif not own_name and (weights := env("MAYFLY_WEIGHTS")):
        return Choice("MAYFLY_WEIGHTS says so", weights=weights)
    elif usual:
        url, why = usual, "the OPENAI_ variables say so"
    elif filed.base_url or filed.key:
        url, why = filed.base_url or OPENAI_URL, f"{path} says so"
    elif filed.weights:
        return Choice(f"{path} says so", weights=filed.weights)
    else:
        return _local(own_name or filed.name)
    same_as_usual, same_as_filed = url == usual, url == (filed.base_url or OPENAI_URL)
    key = own_key or (usual_key if same_as_usual else "") or (filed.key if same_as_filed else "")
    name = own_name or (env("OPENAI_MODEL", "") if same_as_usual else "") or (filed.name if same_as_filed else "")
    return Choice(why, url, key, name, small=filed.small if same_as_filed else None, slots=filed.slots)


def _images(kept: SettingsFile, writer: Choice) -> Choice | None:
    """Who draws: at an endpoint of its own with its own key, or at the writer's."""
    name = os.environ.get("MAYFLY_IMAGES_MODEL", "") or kept.images.name
    own = kept.images.base_url or (OPENAI_URL if kept.images.key else "")
    if own and name:
        key = kept.images.key or (writer.api_key if own == writer.base_url else "")
        return Choice("the settings say so", own, key, name)
    return replace(writer, name=name, small=False) if name and writer.base_url else None


def _local(name: str) -> Choice:
    """No endpoint is configured."""
    found = ollama.find(name)
    if found:
        return Choice("it was found on this machine", ollama.url(), "ollama", found.name, small=found.small, slots=1)
    if name:
        raise GalleryError(
            f"No endpoint is known for the model {name}, and no local Ollama has it.",
            f"Set MAYFLY_BASE_URL and MAYFLY_API_KEY, or use the embedded model: {EMBEDDED} or {', '.join(KNOWN)}.",
        )
    return Choice("no endpoint is configured")


def _is_weights(name: str) -> bool:
    return name.lower() in KNOWN or name.lower().endswith(".gguf")


def model_of(
    choice: Choice,
    ledger: Ledger,
    abilities: "Abilities",
    run: str,
    remark: Callable[[str], None],
    progress: Callable[[str], None],
    stack: ExitStack,
) -> Model:
    """The model that a choice names; `stack` ends its calls."""
    if not choice.base_url:
        from generator import embedded

        inside = embedded.model(choice.weights, ledger=ledger, run=run, progress=progress)
        stack.callback(inside.close)
        return inside
    from generator.endpoint import Endpoint
    from generator.retries import NEAR, USUAL

    def endpoint(name: str) -> Endpoint:
        small = ollama.is_small(name) if choice.small is None else choice.small
        made = Endpoint(
            choice.base_url,
            choice.api_key,
            name,
            small=small,
            slots=choice.slots,
            ledger=ledger,
            abilities=abilities,
            run=run,
            remark=remark,
            patience=NEAR if is_near(choice.base_url) else USUAL,
        )
        stack.callback(made.close)
        return made

    return endpoint(choice.name or _only_name(endpoint("").names(), choice))


def _only_name(names: list[str], choice: Choice) -> str:
    """The endpoint's model when it has but one that writes text; a guess among several might be dear."""
    writers = [name for name in names if ollama.writes_text(name)]
    if len(writers) == 1:
        return writers[0]
    some = ", ".join(writers[:8]) + (", …" if len(writers) > 8 else "")
    raise GalleryError(
        f"{urlsplit(choice.base_url).netloc} has {len(writers) or 'no'} models, and none was chosen.",
        f"Set MAYFLY_MODEL (or --model) to one of: {some}" if some else "Check the base URL.",
    )
