"""What a command answers to `--json`: one value on standard output. Refuses to print a second one."""

import json
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gallery.contract import Entry

PRINTED = threading.Event()
"""Whether the one value was printed."""


def failure(error: str, hint: str = "") -> dict[str, str]:
    return {"outcome": "none", "error": error, "hint": hint}


def print_json(told: Mapping[str, Any] | list[dict[str, Any]]) -> None:
    """Once: whatever goes wrong after that is only said on standard error."""
    if PRINTED.is_set():
        return
    PRINTED.set()
    sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def as_data(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "kind": entry.kind,
        "spec": entry.spec,
        "fate": str(entry.fate),
        "state": entry.state,
        "passed": entry.passed,
        "total": entry.claims,
        "created": entry.created,
        "expires": entry.expires,
        "url": entry.url,
        "remaining": entry.remaining,
        "usage": asdict(entry.usage) if entry.usage else None,
        "kept": entry.kept_in,
        "tags": list(entry.tags),
        "size": entry.size,
        "gone_at": entry.gone_at,
    }
