"""Releases and which of them an installation may take."""

import re
from dataclasses import dataclass

FORM = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?$")


@dataclass(frozen=True)
class Release:
    version: str
    stable: bool = True


def key(version):
    match = FORM.match(version)
    if match is None:
        raise ValueError(f"{version!r} is no version")
    return tuple(part or "0" for part in match.groups())


def newest(releases, unstable=False):
    allowed = [release for release in releases if unstable or release.stable]
    return max(allowed, key=lambda release: key(release.version), default=None)


def update(installed, releases):
    """The version to go to, or None when there is no newer one."""
    best = newest(releases)
    if best is None or key(best.version) <= key(installed):
        return None
    return best.version
