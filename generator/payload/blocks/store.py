"""Keeps what people enter in one JSON file beside the app, whole or not at all. Refuses to lose a broken file."""

import json
import threading
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data"
LOCK = threading.RLock()
"""All visitors share one process; whoever reads in order to write holds this."""


def load(name: str) -> dict[str, Any]:
    """What is kept under a name; {} at first. A file that can't be read is put aside, not overwritten."""
    path = FOLDER / f"{name}.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return kept if isinstance(kept, dict) else {}
    except FileNotFoundError:
        return {}
    except (ValueError, OSError):
        path.replace(path.with_suffix(".broken"))
        return {}


def save(name: str, kept: dict[str, Any]) -> None:
    """Write beside and rename, so that a crash leaves the old or the new, never half."""
    with LOCK:
        FOLDER.mkdir(exist_ok=True)
        part = FOLDER / f"{name}.part"
        part.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(FOLDER / f"{name}.json")
