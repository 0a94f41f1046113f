"""Has a file of data looked through in a sandbox. Refuses to open it here."""

import json

from gallery.contract import GalleryError
from gallery.debug.case import FOLDER, LIMITS, PAYLOAD
from gallery.debug.evidence import DataReport, read
from gallery.text import clean, slug
from sandbox.contract import Engine, Image

SECONDS = 120.0


def read_data(engine: Engine, content: bytes, name: str, question: str) -> DataReport:
    """What is odd in it, what the question asks of first. Raises GalleryError for what is no table of any kind."""
    script = f"{FOLDER}/mayfly_data.py"
    file = f"data/{slug(name)}"
    with engine.open(Image.APP, limits=LIMITS) as box:
        box.put({script: (PAYLOAD / "mayfly_data.py").read_bytes(), file: content})
        ran = box.run(["python", script, file, clean(question, 500)], seconds=SECONDS, most_kb=4096)
    try:
        report = read(DataReport, json.loads(ran.output)) if ran.status == 0 else None
    except (ValueError, RecursionError):
        report = None
    if report is None or not report.columns:
        said = clean(ran.errors.decode("utf-8", "replace")).strip().rpartition("\n")[2]
        raise GalleryError(
            f"{name or 'The file'} can't be read as a table{f': {said[:200]}' if said else ''}.",
            "CSV, JSON, JSON lines and Excel (.xlsx) can be.",
        )
    return report
