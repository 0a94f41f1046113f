"""Git, for apps that come and go as repositories. Refuses to run anything that a repository names (no hook, no filter,
no configuration), and to touch one that is there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dulwich.index import Index, commit_tree
from dulwich.objects import Blob, Commit, ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo

from gallery.text import line

AUTHOR = b"Mayfly <mayfly@localhost>"


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a folder. `at`: seconds since 1970."""

    files: Mapping[str, bytes]
    message: str
    at: float


def tracked(folder: Path) -> frozenset[str] | None:
    """The paths that git has there; None where there is no repository, or an empty one."""
    index = folder / ".git" / "index"
    if not index.is_file() or index.is_symlink():
        return None
    try:
        return frozenset(path.decode("utf-8", "replace") for path in Index(str(index))) or None
    except Exception:  # a damaged or hostile one ends the library in many ways
        return None


def write_repository(folder: Path, steps: Sequence[Step]) -> str:
    """Make the folder, which must be empty, a repository with a commit for each step; the files of the last one lie in
    it. Gives the last commit."""
    repo = Repo.init(str(folder), mkdir=False, default_branch=b"main")
    with repo:
        parents: list[ObjectID] = []
        for step in steps:
            commit = Commit()
            commit.tree = commit_tree(repo.object_store, [_added(repo, *file) for file in sorted(step.files.items())])
            commit.parents = list(parents)
            commit.author = commit.committer = AUTHOR
            commit.author_time = commit.commit_time = int(step.at)
            commit.author_timezone = commit.commit_timezone = 0
            commit.encoding = b"UTF-8"
            commit.message = f"{line(step.message, 200)}\n".encode()
            repo.object_store.add_object(commit)
            parents = [commit.id]
        repo.refs[Ref(b"refs/heads/main")] = parents[0]
        repo.get_worktree().reset_index()
        return parents[0].decode()


def _added(repo: Repo, path: str, content: bytes) -> tuple[bytes, ObjectID, int]:
    blob = Blob.from_string(content)
    repo.object_store.add_object(blob)
    return path.encode(), blob.id, 0o100644
