"""Makes a model's edits in an app's files, by the name of what changes or by the text that stands there. Refuses those
that have no place or several, and says in a sentence for the model what was wrong."""

from collections.abc import Mapping, Sequence

from generator.by_name import Change, changed, knows
from generator.by_text import Edit, replaced
from generator.places import Unfit, first_line
from generator.syntax import Language, faults, language_of, trees
from sandbox.contract import Files

__all__ = ["Change", "Edit", "apply_edits", "broken"]


def apply_edits(files: Files, edits: Sequence[Edit | Change]) -> tuple[dict[str, bytes], list[str]]:
    """The files after the edits that could be made, and a sentence for each that could not."""
    after = dict(files)
    told = []
    for edit in edits:
        try:
            path = _path(edit, after)
            old = after[path]
            after[path] = replaced(old, edit) if isinstance(edit, Edit) else changed(path, old, edit)
        except Unfit as unfit:
            told.append(str(unfit))
    return after, told


def broken(before: Files, after: Files) -> dict[str, str]:
    """For each file that could be parsed before and can't be any more, a sentence."""
    told = {}
    for path, source in after.items():
        language = language_of(path)
        if not language or source == before.get(path) or _fault_line(language, before.get(path, b"")):
            continue
        if line := _fault_line(language, source):
            said = first_line(source.decode("utf-8", "replace").split("\n")[line - 1])
            told[path] = f"With these edits {path} has a syntax error at line {line}, {said!r}: none was made in it."
    return told


def _path(edit: Edit | Change, files: Mapping[str, bytes]) -> str:
    if edit.path in files:
        return edit.path
    if edit.path:
        raise Unfit(f"There is no file {edit.path!r} to edit; there is {', '.join(list(files)[:5]) or 'none at all'}.")
    if isinstance(edit, Change):
        knowing = [path for path, source in files.items() if knows(path, source, edit)]
        if len(knowing) == 1:
            return knowing[0]
    said = edit.search if isinstance(edit, Edit) else edit.target or edit.body
    raise Unfit(f"It isn't said which file the edit of {first_line(said)!r} belongs to.")


def _fault_line(language: Language, source: bytes) -> int:
    """The line of the first syntax error, 0 when there is none."""
    return min((n.start_point[0] + 1 for _, tree in trees(language, source) for n in faults(tree)), default=0)
