"""Asks the container engine about images: look, build, import, pull, remove. Refuses to know what they hold."""

import json
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from docker.errors import APIError, ImageNotFound
from requests import RequestException

from sandbox.client import find, trouble
from sandbox.contract import Progress, SandboxError

LABEL = "mayfly.image"
"""Its value: the recipe's name, or that it was exported and is the user's. Not `mayfly` itself, which containers
inherit and whose value is an owner process."""
EXPORTED = "exported"
_TAKEN = re.compile(r"unknown parent image")
"""A step that was built before, and removed with its image by another process while this build stood on it."""


@contextmanager
def asking(seconds: int = 60) -> Iterator[Any]:
    """The engine's client for one question; what goes wrong with it becomes a SandboxError."""
    client = find(seconds)
    try:
        with trouble():
            yield client
    finally:
        client.close()


def info() -> dict[str, Any]:
    """What the engine says about itself: ServerVersion, Driver, CgroupVersion, DockerRootDir, Architecture, ..."""
    with asking(5) as api:
        return dict(api.info())


def there(tag: str) -> bool:
    """Whether the engine has this image."""
    with asking(5) as api:
        try:
            api.inspect_image(tag)
        except ImageNotFound:
            return False
        return True


def listed() -> list[tuple[str, str, str, int]]:
    """Every image of ours as (recipe, tag or "", id, Unix time it was made); "" is what a build left half-done."""
    with asking() as api:
        return [
            (
                one["Labels"][LABEL],
                next((t for t in one["RepoTags"] or () if "<none>" not in t), ""),
                one["Id"],
                one["Created"],
            )
            for one in api.images(filters={"label": LABEL})
            if one["Labels"][LABEL] != EXPORTED
        ]


def remove(name: str) -> bool:
    """Remove an image by tag or id; False when something still uses it."""
    with asking() as api:
        try:
            api.remove_image(name)
        except ImageNotFound:
            return True
        except APIError as error:
            if error.status_code == 409:
                return False
            raise
        return True


def take(tar: Path, tag: str, label: str) -> None:
    """Make an image out of the tar of a root filesystem."""
    with asking(600) as api:
        repository, version = tag.split(":")
        said = api.import_image_from_file(
            str(tar), repository=repository, tag=version, changes=[f"LABEL {LABEL}={label}", "ENV LANG=C.UTF-8"]
        )
        check(json.loads(line) for line in said.splitlines() if line.startswith("{"))


def pull(name: str, progress: Progress, seconds: int = 20) -> bool:
    """Fetch an image from a registry; False when none has anything to say for `seconds`."""
    with asking(seconds) as api:
        try:
            for step in api.pull(*name.split(":"), stream=True, decode=True):
                if "error" in step:
                    return False
                progress(f"{name} {step.get('status', '')} {step.get('progress', '')}".strip())
        except (APIError, RequestException):
            return False
        return True


def build(tag: str, context: IO[bytes], args: Mapping[str, str], progress: Progress, *, online: bool) -> None:
    """Build from a tar with a Dockerfile in it, on the host's network or on none. Leaving early ends it in the engine
    too."""
    start = context.tell()
    try:
        _build(tag, context, args, progress, online=online)
    except SandboxError as error:
        if not _TAKEN.search(str(error)):
            raise
        context.seek(start)
        _build(tag, context, args, progress, online=online, nocache=True)


def _build(
    tag: str, context: IO[bytes], args: Mapping[str, str], progress: Progress, *, online: bool, nocache: bool = False
) -> None:
    with asking(1800) as api:
        # An engine that maps users keeps them off the host's network: there it is the bridge.
        mapped = any("name=userns" in option for option in api.info().get("SecurityOptions") or ())
        network = ("default" if mapped else "host") if online else "none"
        steps = api.build(
            fileobj=context,
            custom_context=True,
            tag=tag,
            rm=True,
            forcerm=True,
            decode=True,
            nocache=nocache,
            buildargs=dict(args),
            network_mode=network,
        )
        try:
            check(shown(steps, progress))
        except BaseException as error:
            # The client's stream can't be closed but by its last reference; the engine builds on until then.
            steps.close()
            traceback.clear_frames(error.__traceback__)
            raise


def shown(steps: Iterator[dict[str, Any]], progress: Progress) -> Iterator[dict[str, Any]]:
    for step in steps:
        for line in str(step.get("stream", "")).splitlines():
            if line.strip():
                progress(line.strip())
        yield step


def check(steps: Iterator[dict[str, Any]]) -> None:
    for step in steps:
        if "error" in step:
            raise SandboxError(f"The container engine could not build an image: {step['error']}.")
