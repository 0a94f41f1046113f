"""What tests of the generator share: runs that are played, and apps of building blocks run without a browser."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from generator.blueprint.assemble import assemble
from generator.blueprint.schema import Blueprint
from tests.generator.playing import stage

Open = Callable[..., AppTest]


@pytest.fixture
def block_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens an app made of parts; opened again without parts it is the same app in another visit."""

    def forget() -> None:
        for name in [name for name in sys.modules if name.split(".")[0] == "blocks"]:
            del sys.modules[name]

    def opened(*parts: dict[str, Any]) -> AppTest:
        if parts:
            forget()
            for name, content in assemble(Blueprint.model_validate({"title": "App", "parts": list(parts)})).items():
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).write_bytes(content)
        test = AppTest.from_file(str(tmp_path / "app.py"), default_timeout=30).run()
        assert not test.exception
        return test

    monkeypatch.syspath_prepend(str(tmp_path))
    forget()
    yield opened
    forget()


__all__ = ["block_app", "stage"]
