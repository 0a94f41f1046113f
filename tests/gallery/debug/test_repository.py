"""The copy of a repository: what comes along, what stays away, and that nothing is written there."""

from pathlib import Path

import pytest

from gallery.contract import GalleryError
from gallery.debug.needs import project, undeclared
from gallery.debug.repository import take
from tests.gallery.debug.conftest import SHOP, Make

PROJECT = b"""\
[project]
name = "till"
version = "2.1"
requires-python = ">=3.12"
dependencies = ["tinydb>=4,<5", "numpy; python_version < '3'"]
[project.optional-dependencies]
test = ["pytest-mock>=3", "black", "till[all]", "pytest-cov"]
docs = ["sphinx"]
[dependency-groups]
dev = ["hypothesis", "polyfactory"]
[tool.pytest.ini_options]
addopts = "-n 4 --cov=till --import-mode=importlib -p no:warnings"
"""


def test_tracked_and_new_files_come_along_and_secrets_and_ignored_ones_stay(make: Make) -> None:
    root = make({**SHOP, "server.pem": "x", "deploy.txt": "-----BEGIN RSA PRIVATE KEY-----\n", ".env.example": "A=\n"})
    (root / ".gitignore").write_text("*.log\nbig/\n")
    (root / "new.py").write_text("token = 'ghp_" + "a" * 36 + "'\n")
    (root / "run.log").write_text("here")
    (root / "link.py").symlink_to("/etc/passwd")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    copy = take(root)
    assert set(copy.files) == {"basket.py", "tests/test_basket.py", "new.py", ".gitignore", ".env.example"}
    assert copy.files["new.py"] == b"token = '" + b"x" * 40 + b"'\n"
    told = "\n".join(copy.left_out)
    for path in (".env: it may hold a secret", "server.pem", "deploy.txt: there is a private key", "link.py", "new.py"):
        assert path in told
    assert take(root, ["run.log"]).files["run.log"] == b"here", "what the command names is needed"
    assert before == {p: p.read_bytes() for p in root.rglob("*") if p.is_file() and ".git" not in p.parts}


def test_a_folder_without_git_is_walked_and_one_that_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "node_modules").mkdir()
    for name in ("a.py", "node_modules/b.js", ".env"):
        (tmp_path / name).write_text("1")
    assert set(take(tmp_path).files) == {"a.py"}
    with pytest.raises(GalleryError, match="no folder"):
        take(tmp_path / "gone")


def test_what_has_to_be_installed_is_told_from_the_lists_and_the_imports() -> None:
    files = {"pyproject.toml": PROJECT, "till/__init__.py": b"import tinydb, requests, yaml\n"}
    files["tests/test_till.py"] = b"import polyfactory\nimport hypothesis\nimport cheery\n"
    files["requirements-dev.txt"] = b"-r requirements.txt\nmypy\npytest-httpserver # for the api\n"
    files["requirements.txt"] = b"tinydb==4.8\n"
    about = project(files)
    assert about.needed == (
        *("hypothesis", "polyfactory", "pytest-httpserver", "pytest-mock>=3"),
        "tinydb==4.8",
    ), "of what is for development only what is imported or a plugin"
    assert (about.name, about.version, about.python) == ("till", "2.1", ">=3.12")
    assert about.options == ("--import-mode=importlib", "-pno:warnings")
    assert undeclared(files, about.needed) == ["cheery"], "requests is in the image"
