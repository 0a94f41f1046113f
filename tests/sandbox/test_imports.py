"""What an app needs beyond the image, told from its files."""

import json
import sys

import pytest

from sandbox import Sandbox
from sandbox.imports import distribution, distributions, lacking, listing
from sandbox.requirements import known, pinned


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("import streamlit as st, pandas as pd, os.path, own, package.part", ()),
        ("import sklearn.linear_model", ("scikit-learn",)),
        ("from cv2 import imread; import os", ("opencv-python-headless",)),
        ("from google.protobuf import message\nfrom google import genai", ("google-genai",)),
        ("from . import x\nfrom .y import z", ()),
        ("try:\n    import emoji\nexcept ImportError:\n    emoji = None", ()),
        ("try:\n    import emoji\nexcept ValueError:\n    import seaborn", ("emoji", "seaborn")),
        ("def f():\n    with a as b:\n        if b: import emoji", ("emoji",)),
        ("match 1:\n    case 1:\n        import emoji", ("emoji",)),
        ('"""\nimport emoji\nfrom the beginning\n"""', ()),
        ("import (", ()),
        ("import Some_Thing.deep", ("some-thing",)),
    ],
)
def test_imports_of_what_the_image_lacks_are_wanted(source: str, wanted: tuple[str, ...]) -> None:
    files = {"app.py": source.encode(), "own.py": b"", "package/part.py": b"", "notes.txt": b"import emoji"}
    assert lacking(files) == wanted


@pytest.mark.parametrize(
    ("source", "named", "wanted"),
    [
        ("import cairo", "pycairo>=1", ("pycairo>=1",)),
        ("import cv2", "opencv-python == 4.10  # not headless", ("opencv-python==4.10",)),
        ("import emoji, seaborn", "# some\n\nEmoji\npandas==1.0\nstreamlit", ("emoji", "seaborn")),
        ("import emoji", "-r other.txt", ("-r other.txt",)),
    ],
)
def test_what_requirements_name_counts_first(source: str, named: str, wanted: tuple[str, ...]) -> None:
    assert lacking({"app.py": source.encode(), "requirements.txt": named.encode()}) == wanted


def test_what_an_app_can_do_without_is_still_something_that_it_imports() -> None:
    assert distributions({"app.py": b"try:\n    import yaml\nexcept ImportError:\n    yaml = None"}) == {"pyyaml"}


def test_the_image_is_known_by_what_it_lets_apps_import(shared: Sandbox) -> None:
    code = "import importlib.metadata as m, json; print(json.dumps(m.packages_distributions()))"
    there = json.loads(shared.run(["python", "-c", code], seconds=30).output)
    assert len(there) > 50
    shared_by_many = ("google", "opentelemetry")
    names = [name for name in there if name not in shared_by_many and name not in sys.stdlib_module_names]
    assert [name for name in names if distribution(name) not in pinned()] == []


def test_no_name_leads_to_a_little_known_distribution() -> None:
    assert set(listing().values()) <= known() | pinned().keys()
