"""Reads in a sentence how a command is to be used: its options, what it reads, its status, what stands between parts of
a line. Refuses to say what it does."""

import re
from dataclasses import dataclass

from generator.blueprint.sentence import content

_OPTION = re.compile(r"(?<![\w-])(?P<name>--[a-z][\w-]*)(?:[ =](?P<value>[A-Z][A-Z_]*\b|<\w+>|\d[\w.]*))?")
_DEFAULT = re.compile(
    r"\((?P<a>-?[\w.]+) (?:if|when|by default|unless|otherwise)\b|\bdefaults?(?: to| is|:|) (?P<b>-?\w[\w.]*)"
    r"|(?P<c>-?\w[\w.]*) (?:by default|(?:if|when) (?:I say nothing|(?:it is |it's )?(?:not given|left out|missing)))",
    re.I,
)
_STATUS = re.compile(
    r"\b(?:(?:exit )?(?:status|code)|exit(?:s|code)? with|exitcode|return code|code de (?:sortie|retour)|statut)"
    r"(?: of)? (\d{1,3})\b",
    re.I,
)
_STDIN = re.compile(r"\bstandard input\b|\bstdin\b|\bpiped?\b", re.I)
_FILE = re.compile(r"\bfiles?\b|\bFILE\b", re.I)
_FOLDER = re.compile(r"\b(?:folders?|director(?:y|ies)|sub-?folders)\b", re.I)
_GIVEN = re.compile(r"\barguments?\b|\bI (?:give|pass|type|enter)\b|\bgiven (?:text|words?|name)\b", re.I)
_SEPARATED = re.compile(
    r"\b(?:separated (?:by|with)(?: an?)?|with an?) (tabs?|commas?|semicolons?|spaces?|colons?)\b", re.I
)
_SIGNS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "colon": ": "}
_LIKE = re.compile(r"\b(?:like|such as|wie|comme) [\"“„'«]\s?([^\"”“'»]{3,60}?)\s?[\"”“'»]")
_MISSING = re.compile(
    r"[^.;]*\b(?:no such (?:file|folder)|(?:file|folder)s? (?:is|are|does)(?:n't| not)(?: exist| there)?|missing file|"
    r"(?:file|folder) is missing)\b[^.;]*",
    re.I,
)
_VALUE = (
    r"(?:dates?|days?|times?|numbers?|amounts?|address(?:es)?|networks?|values?|arguments?|input|lines?|years?"
    r"|datum|zahl|betrag|adresse|nombre|montant)"
)
_WRONG = re.compile(
    r"(?:\b(?:no|not)|n't) (?:an? )?(?:valid|real|proper|possible)\b|\b(?:(?:in|un)valid\w*|malformed"
    rf"|(?:wrong|bad|impossible) {_VALUE}|(?:is|are)(?:n't| not| no) (?:an? )?{_VALUE}"
    rf"|{_VALUE} (?:that |which )?(?:do|does)(?:n't| not) exist|{_VALUE},? (?:das|den|die) es nicht gibt"
    r"|(?:kein\w*|nicht) (?:echt|gültig|richtig)\w*|ungültig\w*|pas (?:valide|valable)s?|(?:in|non )valides?"
    r"|(?:other|different|missing|extra) columns?|columns? (?:differ|are (?:missing|different)))\b",
    re.I,
)
"""What is said of arguments with which the work can't be done."""
_PART = re.compile(r"[.;](?=\s|$)|,? and (?=(?:it |then )*(?:ends|exits|stops|quits)\b)|, (?:and|but) ", re.I)
_AROUND = re.compile(
    r"\bcommand[- ]line\b|\b(?:cli|terminal|console|shell|python|script|tool|program|utility|command)\b"
    r"|\b(?:standard (?:in|out)put|std(?:in|out|err)|arguments?|prints?|reads?)\b"
    r"|\b(?:(?:a|the|each) )?text files?\b|\b(?:a|the) file\b|--",
    re.I,
)
"""What says how a command is used, and nothing of what it is for."""

_MANY = re.compile(r"\bhow many\b", re.I)


@dataclass(frozen=True, slots=True)
class Option:
    """An option that the sentence names, with what it says of it."""

    name: str
    about: str
    value: str = ""
    """What stands behind it in capitals, or as an example."""
    default: str = ""

    @property
    def negated(self) -> bool:
        return self.name.startswith("--no-")

    @property
    def stems(self) -> set[str]:
        return set(content(self.name.removeprefix("--no-").replace("-", " ")))


@dataclass(frozen=True, slots=True)
class Used:
    """How a command is used, as far as the sentence says."""

    options: tuple[Option, ...] = ()
    stdin: bool = False
    file: bool = False
    folder: bool = False
    given: bool = False
    """Whether what it works on stands in its arguments."""
    failure: int = 1
    """The status that it ends with when it can't do its work."""
    unclear: int = 0
    """A status of which isn't said that it is for what is missing."""
    between: str = "\t"
    like: str = ""
    """The example of a line that it gives."""
    missing: str = ""
    """What is said of a file that isn't there."""
    wrong: str = ""
    """What is said of what is given and isn't right, where it ends with a status."""
    wish: str = ""
    """The sentence without all this."""
    core: str = ""
    """The same without what is said of options."""


def used(text: str) -> Used:
    """What a sentence says of the use of a command."""
    said = [int(status) for status in _STATUS.findall(text)]
    missing = _MISSING.search(text)
    plain = _LIKE.sub(" ", text[: missing.start()] + text[missing.end() :] if missing else text)
    wrong = _refused(plain)
    plain = plain.replace(wrong, " ") if wrong else plain
    other = {status for status in said if status} - {next(filter(None, said), 0)}
    unclear = next((int(status) for status in _STATUS.findall(plain) if int(status)), min(other, default=0))
    plain = _SEPARATED.sub(" ", _STATUS.sub(" ", plain))
    options = _options(text)
    without = plain
    for option in options:
        without = without.replace(option.about, " ").replace(option.name, " ")
    return Used(
        options=options,
        stdin=bool(_STDIN.search(text)),
        file=bool(_FILE.search(text)),
        folder=bool(_FOLDER.search(text)),
        given=bool(_GIVEN.search(text)),
        failure=next((status for status in said if 0 < status < 126), 1),
        unclear=unclear,
        between=_between(text),
        like=" ".join(_LIKE.findall(text)),
        missing=missing.group().strip() if missing else "",
        wrong=wrong.strip(" ,"),
        wish=" ".join(_MANY.sub("count", _AROUND.sub(" ", plain)).split()),
        core=" ".join(_MANY.sub("count", _AROUND.sub(" ", without)).split()),
    )


def _refused(text: str) -> str:
    """The clause that says with which status it ends for what isn't right; "" when none does."""
    starts = [0, *(cut.end() for cut in _PART.finditer(text))]
    ends = [*(cut.start() for cut in _PART.finditer(text)), len(text)]
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if _WRONG.search(text[start:end]):
            last = ends[min(at + 1, len(ends) - 1)]
            stop = end if _STATUS.search(text[start:end]) else last
            return text[start:stop] if _STATUS.search(text[start:stop]) else ""
    return ""


def _options(text: str) -> tuple[Option, ...]:
    """Each option once, with the clause about it."""
    found = list(_OPTION.finditer(text))
    options: dict[str, Option] = {}
    for at, one in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        about = re.split(r"[;.](?:\s|$)|, and(?: |$)", text[one.end() : end])[0]
        about = re.sub(r"\s+(?:and|or)$", "", about.strip(" ,"))
        default = _DEFAULT.search(about)
        told = next((group for group in default.groups() if group), "") if default else ""
        options.setdefault(one["name"], Option(one["name"], about, one["value"] or "", told))
    return tuple(options.values())


def _between(text: str) -> str:
    """What stands between the parts of a line: as said, or as in an example of two parts."""
    if named := _SEPARATED.search(text):
        return _SIGNS[named.group(1).casefold().rstrip("s")]
    example = _LIKE.search(text)
    counted = re.fullmatch(r"\d+( ?[x×] ?)[\d.,]+", example.group(1)) if example else None
    parts = counted or (re.fullmatch(r"[\w./-]+?([^\w./-]+)[\w./-]+", example.group(1)) if example else None)
    return parts.group(1) if parts else "\t"
