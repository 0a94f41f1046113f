"""Finds a local Ollama and the likeliest of its models. Refuses to wait for it: it answers at once or isn't there."""

import http.client
import json
import re
from dataclasses import dataclass

ADDRESS = "127.0.0.1:11434"
ANSWERS_WITHIN = 0.5
SMALL_BELOW = 12.0
"""Billions of parameters; below that a model gets the small steps."""
_OTHER_WORK = re.compile(r"embed|bge-|minilm|whisper|tts|dall-?e|rerank|moderation|realtime|image|transcribe", re.I)
_CODE = re.compile(r"code|coder|devstral|codestral", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    billions: float | None

    @property
    def small(self) -> bool:
        return self.billions is not None and self.billions < SMALL_BELOW


def url() -> str:
    return f"http://{ADDRESS}/v1"


def find(name: str = "") -> Found | None:
    """The installed model of that name, or without a name the one that writes code best. None when there is none."""
    models = [model for model in _installed() if writes_text(model.name)]
    if name:
        return next((model for model in models if model.name in (name, f"{name}:latest")), None)
    # Twice the size is worth about as much as having been trained on code.
    return max(models, key=lambda m: (m.billions or 0) * (2 if _CODE.search(m.name) else 1), default=None)


def is_small(name: str) -> bool:
    """By the size that many models have in their names."""
    billions = _billions(name)
    return billions is not None and billions < SMALL_BELOW


def writes_text(name: str) -> bool:
    """Whether a model of that name writes text, rather than pictures, speech or vectors."""
    return not _OTHER_WORK.search(name)


def _installed() -> list[Found]:
    connection = http.client.HTTPConnection(ADDRESS, timeout=ANSWERS_WITHIN)
    try:
        connection.request("GET", "/api/tags")
        listed = json.loads(connection.getresponse().read(2**20))["models"]
        return [Found(str(m["name"]), _billions(str((m.get("details") or {}).get("parameter_size")))) for m in listed]
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError, AttributeError):
        return []
    finally:
        connection.close()


def _billions(text: str) -> float | None:
    sizes = [float(n) / (1000 if unit in "mM" else 1) for n, unit in re.findall(r"(\d+(?:\.\d+)?)([bBmM])\b", text)]
    return max(sizes, default=None)
