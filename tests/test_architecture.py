"""The shape of the code as tests: arrows one way, one sole importer per outside thing, no long files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LONG

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "sandbox": {"sandbox"},
    "generator": {"generator", "sandbox"},
    "gallery": {"gallery", "generator", "sandbox"},
}
PAYLOAD = ("sandbox/payload/", "generator/payload/", "gallery/demos/", "gallery/debug/payload/")
"""Files that are copied into containers and kept apps; they never run in our own process."""
SOLE_IMPORTERS = {
    "docker": {"sandbox/client.py", "sandbox/engine.py", "sandbox/engine_images.py"},
    "dulwich": {"gallery/repository.py"},
    "h11": {"sandbox/gate.py", "sandbox/outward.py"},
    "openai": {"generator/endpoint.py", "generator/painter.py"},
    "xllamacpp": {"generator/embedded_server.py"},
    "huggingface_hub": {"generator/weights.py"},
    "genai_prices": {"generator/ledger.py", "generator/endpoint.py"},
    "json_repair": {"generator/parse.py"},
    "rich": {"gallery/live.py", "gallery/console.py"},
    "typer": {
        *("gallery/cli.py", "gallery/cli_onward.py", "gallery/cli_run.py", "gallery/cli_settle.py"),
        *("gallery/cli_bench.py", "gallery/cli_debug.py", "gallery/cli_demo.py"),
        *("gallery/cli_edit.py", "gallery/cli_exchange.py", "gallery/cli_shelf.py"),
        "gallery/cli_versions.py",
        "gallery/commands.py",
    },
    "streamlit": {"gallery/page/"},
    "tomlkit": {"gallery/settings_file.py"},
    "watchdog": {"gallery/saves.py"},
    "tree_sitter": {"generator/syntax.py"},
    "tree_sitter_css": {"generator/syntax.py"},
    "tree_sitter_html": {"generator/syntax.py"},
    "tree_sitter_javascript": {"generator/syntax.py"},
    "tree_sitter_python": {"generator/syntax.py"},
}
LONGEST = 400


def modules(room: str) -> Iterator[Path]:
    for path in sorted((ROOT / room).rglob("*.py")):
        if not str(path.relative_to(ROOT)).startswith(PAYLOAD):
            yield path


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_arrows_point_one_way(room: str) -> None:
    for path in modules(room):
        for name in imported(path):
            top = name.split(".")[0]
            if top in MAY_IMPORT:
                assert top in MAY_IMPORT[room], f"{path.relative_to(ROOT)} imports {name}"


def test_the_generator_reaches_the_sandbox_through_its_contract_alone() -> None:
    for path in modules("generator"):
        inner = {n for n in imported(path) if n.split(".")[0] == "sandbox"}
        assert inner <= {"sandbox", "sandbox.contract"}, f"{path.relative_to(ROOT)} imports {inner}"


@pytest.mark.parametrize("thing", SOLE_IMPORTERS)
def test_each_outside_thing_has_a_sole_importer(thing: str) -> None:
    for room in MAY_IMPORT:
        for path in modules(room):
            where = str(path.relative_to(ROOT))
            if thing in {name.split(".")[0] for name in imported(path)}:
                assert where.startswith(tuple(SOLE_IMPORTERS[thing])), f"{where} imports {thing}"


def test_no_file_is_long() -> None:
    for room in (*MAY_IMPORT, "tests"):
        for path in (ROOT / room).rglob("*.py"):
            lines = len(path.read_text().splitlines())
            assert lines <= LONGEST, f"{path.relative_to(ROOT)} has {lines} lines"


def test_the_tests_that_are_begun_first_are_there() -> None:
    assert [name for name in LONG if not (ROOT / "tests" / name).is_file()] == []


def test_every_module_opens_with_a_sentence() -> None:
    for room in MAY_IMPORT:
        for path in (ROOT / room).rglob("*.py"):
            if source := path.read_text().strip():
                assert ast.get_docstring(ast.parse(source)), f"{path.relative_to(ROOT)} has no opening sentence"
