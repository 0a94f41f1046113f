"""Reads an app that comes as a folder with a manifest, `mayfly.toml`: its files, claims, checks, samples and picture.
Refuses what leads out of the folder, and to believe anything that the folder says of itself.

    mayfly.toml     mayfly = 1, title, about, kind, permissions, requirements, services with their stand-ins
    app/            the app's files, as they lie in its sandbox
    spec.md         the sentences that it can be made from again
    checks.toml     [[claims]] of id, text, weight and [[claims.checks]] of title and steps
    samples/        data to try it with: checks may upload it
    picture.png     what it looks like
"""

import os
import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gallery.contract import GalleryError
from gallery.folder import content_of
from gallery.text import line, safe_path
from generator.contract import WEIGHTS, Check, Claim, Control, Kind, Plan, Shown, Spec
from generator.interface import Route
from sandbox.contract import Files

MANIFEST = "mayfly.toml"
MOST_BYTES, MOST_FILES = 32_000_000, 1000
LONGEST_TEXT = 8000
CONTROLS = {"fill": "text", "choose": "choice", "toggle": "checkbox", "upload": "file"}
"""What sort of control a step needs; a button for every other."""
TABLES = {"see_count", "see_cell", "see_order"}
Text = Annotated[str, Field(min_length=1, max_length=300)]


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Permissions(_Given):
    """What the app asks for. Nobody but the user gives it."""

    hosts: list[Text] = []
    model: bool = False

    @property
    def told(self) -> str:
        """In a few words, "nothing" when there is none."""
        asked = [*self.hosts, *(["a language model"] if self.model else [])]
        return ", ".join(asked) or "nothing"


class Service(_Given):
    """Something outside that the app uses when it is let, and what stands in for it otherwise."""

    name: Text
    live: Text
    """What has to be given for the real one: a model, a host."""
    stand_in: Text
    """What serves without, as the app's screen says it too."""
    embedded: bool = False
    """Whether the embedded model stands in where it is on this machine. Only demos get it without being asked."""

    @property
    def told(self) -> str:
        return f"{self.name}: {self.stand_in} (live: {self.live})"


class Manifest(_Given):
    mayfly: Literal[1]
    title: Annotated[str, Field(min_length=1, max_length=80)]
    about: Text
    """One line: what it is for."""
    kind: Kind
    samples: Annotated[str, Field(max_length=300)] = ""
    """What the sample data is, and by what right it is here."""
    requirements: list[Text] = []
    """Packages beyond those that every sandbox holds."""
    permissions: Permissions = Permissions()
    services: list[Service] = []


class _Tried(_Given):
    title: Text
    steps: list[dict[str, Any]]


class _Said(_Given):
    id: Annotated[str, Field(pattern=r"^[\w-]{1,30}$")]
    text: Text
    weight: float = WEIGHTS["usual"]
    checks: list[_Tried] = []


class _Sheet(_Given):
    claims: Annotated[list[_Said], Field(min_length=1, max_length=60)]


@dataclass(frozen=True, slots=True)
class AppFolder:
    """An app as its folder gives it. `name` is the folder's."""

    name: str
    manifest: Manifest
    spec: Spec
    """With the samples attached."""
    files: Files
    plan: Plan
    checks: Sequence[Check] = ()
    picture: bytes = field(default=b"", repr=False)


def is_app_folder(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def read_app(folder: Path) -> AppFolder:
    """Raises GalleryError, which says what is wrong with the folder."""
    return app_of(folder.resolve().name, files_below(folder))


def app_of(name: str, every: Files) -> AppFolder:
    """The app in the files of such a folder. Raises GalleryError."""
    manifest = _valid(Manifest, every, MANIFEST)
    files = _below(every, "app")
    if not files:
        raise GalleryError(f"{name} has no app: there is nothing in its folder app/.", HINT)
    if manifest.requirements and "requirements.txt" not in files:
        files["requirements.txt"] = "".join(f"{one}\n" for one in manifest.requirements).encode()
    sheet = _valid(_Sheet, every, "checks.toml") if "checks.toml" in every else None
    claims = [Claim(id=one.id, text=one.text, weight=one.weight) for one in sheet.claims] if sheet else []
    checks = _checks(sheet) if sheet else []
    if len({claim.id for claim in claims}) < len(claims):
        raise GalleryError(f"Two claims in {name}/checks.toml have the same id.", HINT)
    text = every.get("spec.md", b"").decode("utf-8", "replace").strip() or f"{manifest.title}: {manifest.about}"
    if len(text) > LONGEST_TEXT:
        raise GalleryError(f"{name}/spec.md is longer than {LONGEST_TEXT} letters.", HINT)
    return AppFolder(
        name,
        manifest,
        Spec(text, manifest.kind, _below(every, "samples"), rounds=0),
        files,
        Plan(
            title=manifest.title,
            kind=manifest.kind,
            claims=claims or [Claim(id="opens", text=f"{manifest.title} opens and shows something.")],
            hosts=manifest.permissions.hosts,
            **_names(checks),
        ),
        checks,
        every.get("picture.png", b""),
    )


HINT = "See README.md, “An app as a folder”, for what belongs into it."


def _valid(form: type[Any], every: Files, name: str) -> Any:
    """A TOML file of the folder as a value of this form."""
    if name not in every:
        raise GalleryError(f"There is no {name} in the folder.", HINT)
    try:
        return form.model_validate(tomllib.loads(every[name].decode()))
    except ValidationError as error:
        raise GalleryError(f"{name} can't be used: {_first(error)}.", HINT) from None
    except ValueError as error:
        raise GalleryError(f"{name} is no TOML: {line(str(error), 200)}.", HINT) from None


def _checks(sheet: _Sheet) -> list[Check]:
    made = []
    for claim in sheet.claims:
        for number, tried in enumerate(claim.checks, 1):
            given = {"id": f"{claim.id}-{number}", "claim": claim.id, "title": tried.title, "steps": tried.steps}
            try:
                made.append(Check.model_validate(given))
            except ValidationError as error:
                said = f"The check “{line(tried.title, 80)}” can't be used: {_first(error)}."
                raise GalleryError(said, HINT) from None
    return made


def _first(error: ValidationError) -> str:
    """Where the first thing stands that is wrong, and why."""
    first = error.errors()[0]
    return line(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", 300)


def _names(checks: Sequence[Check]) -> Mapping[str, Any]:
    """The contract of names that the checks rest on."""
    controls: dict[str, Control] = {}
    outputs: dict[str, Shown] = {}
    routes: dict[tuple[str, str], Route] = {}
    for step in (step for check in checks for step in check.steps):
        name = getattr(step, "name", "")
        if step.do == "request":
            routes[step.method, step.path] = Route(method=step.method, path=step.path)
        elif name and step.do in {*CONTROLS, "press", "see_control", "see_download"}:
            role = {"role": CONTROLS.get(step.do, "button")}
            if name not in controls or step.do in CONTROLS:
                controls[name] = Control.model_validate({"name": name} | role)
        elif name:
            outputs[name] = Shown(name=name, form="table" if step.do in TABLES else "value")
    return {"controls": [*controls.values()], "outputs": [*outputs.values()], "routes": [*routes.values()]}


def _below(every: Files, folder: str) -> dict[str, bytes]:
    return {path.removeprefix(f"{folder}/"): data for path, data in every.items() if path.startswith(f"{folder}/")}


def files_below(folder: Path, only: Container[str] | None = None) -> dict[str, bytes]:
    """All regular files of the folder by their path in it, or `only` those; links are left out, wherever they lead."""
    if not folder.is_dir():
        raise GalleryError(f"{folder} is not a folder.", "Name a folder that holds a mayfly.toml.")
    found: dict[str, bytes] = {}
    size = 0
    for path in _walk(folder):
        if only is not None and path.relative_to(folder).as_posix() not in only:
            continue
        if (content := content_of(path, MOST_BYTES - size)) is None:
            continue
        size += len(content)
        found[safe_path(path.relative_to(folder).as_posix())] = content
        if size >= MOST_BYTES or len(found) > MOST_FILES:
            most = f"{MOST_BYTES // 1_000_000} MB or {MOST_FILES} files"
            raise GalleryError(f"{folder} holds more than {most}.", "A small app is smaller; name its own folder.")
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        yield from (Path(place) / name for name in sorted(names) if not name.startswith("."))
