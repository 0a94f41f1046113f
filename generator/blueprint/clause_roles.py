"""Says what clauses of a sentence are there for: to name what the rest spells out, to list what is typed in, to ask for
one number. Refuses to say what of an app answers to them."""

import re
from collections.abc import Sequence

from generator.blueprint.operations import terms
from generator.blueprint.sentence import clauses, literals

TELLS = re.compile(r"\b(?:see|sees|tells?|calculat\w*|comput\w*|works? out|know|warns?|predicts?|suggests?)\b", re.I)
SHOWS = re.compile(r"\b(?:shows?|showing|shown|displays?|gives? me|returns?)\b", re.I)
_NARROWS = re.compile(
    r"\d|[\"“(]|\b(?:with|without|only|no|not|never|always|each|every|all|both|at (?:most|least)|from|to|into|in|by"
    r"|between|like|per|how (?:many|much|long|far|old)|daily|weekly|monthly|offline|saved?|keep\w*|kept|that|who|when"
    r"|where)\b",
    re.I,
)
"""Words by which a heading asks for something of its own."""
_DOES = re.compile(
    r"^(?:please )?(?:(?:I|we|you) )?(?:can )?(?:convert|turn|sort|remove|replace|count|compare"
    r"|split|encode|decode|scale|list|extract|merge)\b",
    re.I,
)
_COMES = frozenset(terms("becomes gives makes turns shown comes example"))
"""What is said of what comes of an example."""
_YOU = re.compile(r"\byou (?:ask|pick|draw|count|turn|make|say|quiz|test|sort|add)\b", re.I)
_ENTERS = re.compile(
    r"^(?:(?:where|when|if|then|so) )?(?:I|we|you|people|users?)(?:'ll| will| can| want to| would like to)? "
    r"(?:just |simply )?(?:enter|type|give|pick|choose|select|set|paste|upload|fill in|put in)\b"
    r"|^(?:enter|type|pick|choose|select|set|paste|upload|given)\b",
    re.I,
)
_GIVES = re.compile(
    r"\b(?:I|we|people|users?)(?: can| will|'ll| want to| would like to)? (?:just |simply )?"
    r"(?:enter|type|give|choose|select|paste|upload|fill in|put in)\b"
    r"|(?:^|[.;:] |\bto )(?:enter|type|paste|upload|choose|select)\b"
    r"|\b(?:ich|wir|man) (?:\w+ )?(?:gebe?n?|gibt|tipp\w+|wähl\w+|füge?n?|fügt|lad\w+|lädt)\b"
    r"|\b(?:je|nous|on) (?:saisi\w*|tap\w+|entr\w+|coll\w+|choisi\w*|donn\w+)\b",
    re.I,
)
"""What says that people give something to the app."""
_ITEM = re.compile(
    r"^(?:an?|the|my|our|its|his|her|their|what|how (?:many|much|long|far|often|old)|whether|which|at what"
    r"|one (?:per|on each|on every|a))\b",
    re.I,
)
_HOW_MANY = re.compile(r"\bhow many ([^\W\d_]+)", re.I)


_API = re.compile(r"\b(?:API|web service|backend)\b", re.I)
_REQUEST = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE) /")

_SAID = re.compile(
    r"(?:(?:i'?m|we'?re|i'?ve|we'?ve|j'ai)\b"
    r"|(?:i|we|(?:my|our) [\w' ]{2,30}?) (?:am|are|is|was|have|has|do|run|sell|rent|work|teach|coach|train|learn|study"
    r"|play|live|own|keep|organi[sz]e|bake|cook|grow|like|love|wants? me)\b"
    r"|(?:ich|wir|(?:mein|unser)\w* [\w ]{2,30}?) (?:bin|sind|ist|habe?n?|arbeite\w*|(?:ver)?miete\w*|verkaufe\w*"
    r"|lerne\w*|studiere\w*|unterrichte\w*|leite\w*|mache\w*|führe\w*|spiele\w*|wohne\w*|backe\w*|koche\w*)\b"
    r"|(?:je|nous|(?:mon|ma|mes|notre|nos) [\w' ]{2,30}?) (?:suis|sommes|est|sont|ai|avons|a|travaill\w+|vend\w*|lou\w+"
    r"|appren\w+|étudi\w+|enseign\w+|gèr\w+|tiens|fais|faisons|jou\w+|habit\w+|cuisin\w+)\b)"
    r"[^\d\"“„«:]*",
    re.I,
)
"""What people tell of themselves: what they are, have and do."""
_WANTED = re.compile(
    r"\b(?:want|need|would|wish|must|should|can|could|may|please|pls|make|build|create|give|enter|type|paste|press|click|pick"
    r"|choose|upload|saves?|list|get|put|add|set|write|app|page|tool|command|program|api"
    r"|will|möcht\w*|brauch\w*|kann|können|hätt\w*|gebe?n?|tipp\w*|drück\w*|wähl\w*|trag\w*|füg\w*|speicher\w*|lad\w*"
    r"|donne\w*|veux|voulons|voudr\w*|aimerais|besoin|faut|peux|pouvons|tape|vois|appuie|choisis|entre|saisis|colle|note|ajoute)\b"
    r"|\bI'd\b|\bsehe?n?\b",
    re.I,
)
"""Words by which a clause about somebody wants something of the app, or says how it is used."""


def opening(text: str, pieces: Sequence[str]) -> list[str]:
    """The pieces at the beginning that ask for nothing of their own: what people tell of themselves (“I'm a teacher”),
    and the heading behind it."""
    own: list[str] = []
    for piece in pieces[:-1]:
        if not _SAID.fullmatch(piece) or _WANTED.search(piece) or orders(piece):
            break
        own.append(piece)
    return [*own, *heading(text, pieces[len(own) :])]


def heading(text: str, pieces: Sequence[str]) -> list[str]:
    """The pieces that open the sentence and ask for nothing that the rest doesn't ask for: what stands before a colon,
    a question that is put again as an order, or that an api is wanted whose requests follow. None where one of them has
    a condition of its own."""
    mark = re.compile(r"[.;!?:](?=\s|$)").search(text, text.index(pieces[0]))
    if not mark or mark[0] not in ":?.":
        return []
    first: list[str] = []
    end = 0
    for piece in pieces[:-1]:
        end = text.index(piece, end) + len(piece)
        first += [piece] if end <= mark.start() else []
    if not 0 < len(first) < 3 or ((mark[0] == "." or len(first) > 1) and not _API.search(first[-1])):
        return []
    said = text[text.index(pieces[0]) : mark.start()]
    if mark[0] != "?":
        said = re.sub(r"^(?:help|make|give|build|create) (?:me|us)\b", "", said, flags=re.I)
    asks = _NARROWS.search(said) or (mark[0] != "?" and (TELLS.search(said) or SHOWS.search(said)))
    rest = pieces[len(first) :]
    ordered = any(_REQUEST.search(piece) or (mark[0] != "." and orders(piece)) for piece in rest)
    return first if ordered and not asks else []


def without_heading(text: str) -> str:
    """The text behind its heading."""
    head = heading(text, clauses(text) or [text])
    return text[text.index(head[-1]) + len(head[-1]) :] if head else text


def orders(clause: str) -> bool:
    """Whether a clause says what is to be seen or done by the app."""
    return any(sign.search(clause) for sign in (TELLS, SHOWS, _YOU, _DOES))


def is_example(clause: str) -> bool:
    """Whether a clause is an example of what was said before it, and asks for nothing itself: `95 becomes 1:35`."""
    for one in literals(clause):
        clause = clause.replace(one, " ")
    return bool(re.search(r"\d", clause)) and not set(terms(re.sub(r"\d+", " ", clause))) - _COMES


def types_in(text: str) -> bool:
    """Whether people type, paste, pick or upload something."""
    return bool(_GIVES.search(text))


def typed_in(text: str, pieces: Sequence[str]) -> list[list[int]]:
    """Where the sentence lists what people type in or choose: the numbers of the pieces of each such list."""
    runs: list[list[int]] = []
    end, going = 0, False
    for number, piece in enumerate(pieces):
        start = text.index(piece, end)
        goes_on = going and not re.search(r"[.!?;:]", text[end:start]) and _ITEM.search(piece)
        begins = _ENTERS.search(piece)
        going = bool((begins or goes_on) and not TELLS.search(piece) and not SHOWS.search(piece))
        if going and begins:
            runs.append([number])
        elif going:
            runs[-1].append(number)
        end = start + len(piece)
    return runs


def number_of(clause: str) -> str:
    """The stem of what a clause wants to know the number of; "" when it asks for none."""
    found = _HOW_MANY.search(clause)
    return next(iter(terms(found.group(1))), "") if found else ""
