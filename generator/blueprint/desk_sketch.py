"""Reads off a sentence which clocks, grid, text with gaps or till it asks for, and with what rules. Refuses what the
parts can't do: None."""

import re
from typing import Literal

from generator.blueprint.clock_sketch import named_lengths, spans_of_time
from generator.blueprint.desk import MOST_CELLS, Clocks, Gaps, Grid, Preset, Till
from generator.blueprint.till_sketch import sketch_till

Desk = Clocks | Grid | Gaps | Till

_NUMBERS = {
    "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "zwei": 2, "beide": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "zwölf": 12, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "douze": 12,
}  # fmt: skip
_MANY = rf"(?:\d+|{'|'.join(_NUMBERS)})"
_ORDINALS = {
    "second": 2, "other": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6, "siebte": 7, "achte": 8,
    "zehnte": 10, "deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "dixième": 10,
}  # fmt: skip
_CLICK = r"(?:click|tap|press|touch|klick|anklick|tipp|clique|toucher|touche)\w*"

_CLOCK = re.compile(r"\b\w*(?:clock|timer|stop ?-?watch|countdown|uhr|pendule|chrono|minuteur)\w*|\btimes?\b", re.I)
_CHESS = re.compile(r"\bchess[ -]?(?:clock|timer)s?\b|\bschach-?uhr|\bpendule d['’ ]échecs", re.I)
_PASS = re.compile(
    r"\b(?:other|next player|next person|next team|next speaker|next side)(?: (?:one|player|person|side|team|speaker))?"
    r"(?:['’]?s)?(?: (?:clock|timer|time|countdown))? (?:then )?(?:is )?"
    r"(?:runs?|running|starts?|begins?|goes|counts?)\b"
    r"|\b(?:switch|hand|pass|chang|flip)\w* (?:(?:the|it|over|turn|clock|time) )*(?:to|between) (?:the )?"
    r"(?:other|next|two|both)\b"
    r"|\bläuft (?:die (?:uhr|zeit) des|die des|der)? ?ander|\bcelle de l['’]autre\b",
    re.I,
)
_PICK = re.compile(
    r"\b(?:stop|paus|halt)\w* (?:all )?(?:the |any )?others?\b"
    r"|\bonly one (?:of them |clock |timer )?(?:runs|at a time|is )"
    r"|\bthe others? (?:is |are )?(?:stops?|pauses?|paused|stopped)\b|\bhält die anderen? an\b",
    re.I,
)
_SIDE_BY_SIDE = re.compile(
    r"\bat (?:the same time|once)\b|\bside by side\b|\bnext to (?:each other|one another)\b|\bparallel\b"
    r"|\bindependent|\bgleichzeitig|\bnebeneinander|\ben même temps",
    re.I,
)
_TIMERS = re.compile(
    rf"\b({_MANY}) (?:[\w-]+ ){{0,2}}?(timers?|countdowns?|stop ?-?watch(?:es)?|clocks?|uhren|stoppuhren)\b", re.I
)
_PEOPLE = re.compile(
    rf"\b({_MANY}) (?:of the |of my |different )?(player|person|people|team|speaker|side|debater|candidate|participant|"
    r"member|spieler|joueur|guest|child|kid|group)",
    re.I,
)
_TAPS = re.compile(rf"\b{_CLICK}|\b(?:hit|push|pushes|buttons?|drück\w*|appuie\w*|start(?:s|ed)?)\b", re.I)
_UP = re.compile(r"\bstop ?-?watch|\bcount(?:s|ing)? up\b|\bhow long\b|\bstoppuhr|\btalked\b|\bspent\b", re.I)
_DOWN = re.compile(r"\bminut|\bcountdown|\bcounts? down|\brun(?:s|ning)? out|\bleft\b|\btime limit", re.I)

_SIZE = (
    rf"\b({_MANY}) (?:\w+ )?(?:rows?|reihen|rangées|lignes|filas)(?: \w+)? "
    rf"(?:of|with|and|à|mit|zu|zu je|de|et|und|by|×|x) (?:je )?({_MANY})(?: (?P<cell>\w+))?",
    rf"\b(?P<columns>{_MANY}) (?:columns?|spalten|colonnes) (?:of|with|and|mit|et|und|by) ({_MANY})(?: (?P<cell>\w+))?",
    rf"\b({_MANY}) ?(?:x|×|by|mal|auf|sur) ?({_MANY})\b(?: (?P<cell>\w+))?",
)
_CELL = (
    r"(?:squares?|cells?|seats?|box(?:es)?|fields?|tiles?|spaces?|spots?|places?|slots?|desks?|plots?|pixels?|beds?"
    r"|tables?|lockers?|shel(?:f|ves)|compartments?|chairs?|plätzen?|platz|felder?|feld|kästchen|sitze?|cases?|sièges?)"
)
_ON_CELL = re.compile(
    rf"\b{_CLICK} (?:on |auf |sur )?(?:(?:a|an|the|each|any|one|ein|einen|das|den|une?|la|le|of|those) )*{_CELL}\b"
    rf"|\b{_CELL} (?:that |which )?(?:i|you|we|one) {_CLICK}"
    rf"|\b(?:each|every) {_CELL} (?:can|may|could) be\b"
    rf"|\b{_CELL}\b[^.;]*\b{_CLICK} (?:on |auf |sur )?(?:it|them|one|again|changes?|sets?|cycles?|turns?)\b",
    re.I,
)
_ON_ONE = re.compile(
    rf"\b{_CLICK} (?:on )?(?:(?:one|it|them) )?(?:to|and) (?:mark|set|make|paint|fill|chang|choos)", re.I
)
"""A click on what was named before as what stands in the rows."""
_MEASURE = re.compile(
    r"\s*(?:cm|mm|m|km|px|in|inch(?:es)?|feet|ft|foot|met(?:er|re)s?|pixels? (?:large|image|picture))\b", re.I
)
"""What makes a measure of two numbers, and no rows of cells."""
_OF_KINDS = re.compile(
    r"\b(?:choos\w*|pick\w*|select\w*|wähl\w*|chois\w*|either|be|as|between|through|colou?rs?|with|of|from|is|are|becomes?)"
    r":? (?:\w+ )??(?=\w+(?: \w+)?(?:,| or | and | oder | und | ou | et ))",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:bingo|random\w*|shuffl\w*|mines?|minesweeper|sudoku|crosswords?|word search|puzzles?|lights out"
    r"|game of life|generations?|wins?|winner|whose turn|players?|flip\w*|drag\w*|upload\w*)\b",
    re.I,
)
"""What makes more of cells than what somebody sets them to."""
_CYCLE = re.compile(
    r"\bcycl\w+|\b(?:go|goes|step|steps|switch|switches|toggle|toggles|rotate|rotates|chang\w*) (?:it |them )?"
    r"(?:through|between|from \w+ to)\b|\beach (?:click|tap) (?:chang|set|turn|goes)",
    re.I,
)
_AGAIN = re.compile(
    r"\b(?:another|second|next|further|zweiter|nochmaliger) (?:click|tap|klick)|\b(?:click|tap|press)\w* (?:on )?"
    r"(?:it |them |one |a \w+ )?(?:again|a second time|once more)|\bnoch ?(?:ein)?mal|\bde nouveau\b",
    re.I,
)
_MARKED = re.compile(
    r"\b(?:mark|set|show|turn|make|count|flag)\w* (?:it |them |that |this |one |ihn |sie |es |(?:a|the|each) \w+ )?"
    r"(?:as |als |comme )?(?:being )?"
    r"(taken|reserved|booked|occupied|used|done|sold|planted|full|dead|alive|on|black|free|busy|dirty|ripe|broken|present"
    r"|absent|blocked|filled|watered|picked|claimed|belegt|besetzt|reserviert|gebucht|occupée?s?|prise?s?|réservée?s?)\b",
    re.I,
)
_DEEDS = {
    "reserv": "Reserved", "book": "Booked", "occup": "Occupied", "fill": "Filled", "black": "Black", "tak": "Taken",
    "sell": "Sold", "block": "Blocked", "paint": "Filled", "plant": "Planted", "reservier": "Reserviert",
    "tick": "Ticked", "mark": "Marked",
}  # fmt: skip
_LEFT = re.compile(
    r"\b(?:how many|number of|count of|wie viele|combien de) (?:[\w]+ ){0,3}?"
    r"(free|empty|open|available|unused|left|frei|leer|libres?|vides?)"
    r"|\b(free|empty|open|available|unused) (?:seats?|cells?|squares?|spaces?|spots?|places?) (?:are )?(?:left|there)",
    re.I,
)
_PER_LINE = re.compile(
    r"\b(?:each|per|every|which|whole|full|je|jeder|chaque) (?:row|column|line|reihe|spalte|rang)", re.I
)
_KEEP = re.compile(
    r"\bsav(?:e|es|ed)\b|\bkeeps?\b|\bkept\b|\bremember|\bnext time\b|\breload|\bcome back|\bspeicher|\bgespeichert",
    re.I,
)

_GAP = re.compile(
    r"\bgaps?\b|\bblanks?\b|\bblanked\b|\bcloze\b|\blück\w*|\btrous?\b|\bhuecos?\b|\bhid(?:e|es|den|ing)\b|\bmissing\b|\bfehl(?:t|en)\b"
    r"|\b(?:leav\w*|left|tak\w*|taken) out\b|\bremov\w+|\bempty (?:fields?|box(?:es)?)\b|\btext box(?:es)?\b",
    re.I,
)
_PASTED = re.compile(
    r"\b(?:paste|type in|put in|enter|give|insert|copy|einfüg\w*|füge|colle\w*)s?\b[^.;]{0,30}"
    r"\b(?:texts?|poems?|article|paragraph|story|passage|lyrics|song|sentences?|speech|gedicht|texte|poème)\b"
    r"|\b(?:my own|any|a|an|some|own|of my|my|the) (?:\w+ )?(?:text|poem|article|paragraph|passage|story|song|speech)\b"
    r"|\b(?:einen|einem|ein|un) (?:text|gedicht|texte|poème)\b",
    re.I,
)
_EVERY = re.compile(
    rf"\b(?:every|each|jedes|jedem|jeder|chaque|cada) "
    rf"({'|'.join(_ORDINALS)}|\d+(?:th|rd|nd|st|\.)?)s? (?:words?|wort|mot)"
    rf"|\b(?:un mot sur|one word in|one in|1 in|one word out of) ({_MANY})"
    r"|\b(?:every|each|jedes) (n)-?(?:th|te) (?:word|wort)|\bevery (how many|so many|few|x) words",
    re.I,
)
_LONG = re.compile(
    rf"\b(?:words?|wörter|mots?) (?:\w+ )?"
    rf"(?:longer than|of more than|with more than|over|above|länger als|de plus de) ({_MANY})"
    rf"|\ball words (?:of|with) ({_MANY}) (?:or more )letters",
    re.I,
)
_SET_IT = re.compile(
    r"\b(?:i|you|we|one) (?:can )?(?:choose|set|pick|say|enter|decide|select)\b"
    r"[^.;]{0,20}\b(?:how many|every|which|number|n\b)",
    re.I,
)
_ANSWERED = re.compile(
    r"\bfill|\btyp(?:e|ing)\b|\bguess|\banswer|\bcomplete|\bcheck|\bright\b|\bcorrect|\bscore|\bausfüll|\brichtig|\bergänz"
    r"|\brempli|\bjuste|\bcompl[eé]t|\bwrite\b",
    re.I,
)  # fmt: skip


def sketch_desk(text: str) -> tuple[str, Desk] | None:
    """Title and part of what is asked for."""
    return _clocks(text) or _gaps(text) or _grid(text) or sketch_till(text)


def _clocks(text: str) -> tuple[str, Clocks] | None:
    rule: Literal["pass", "pick", "free", ""] = ""
    if _CHESS.search(text):
        rule = "pass"
    elif (
        _CLOCK.search(text)
        and _TAPS.search(text)
        and (_PEOPLE.search(text) or _TIMERS.search(text) or _listed_for(text))
    ):
        rule = "pick" if _PICK.search(text) else "pass" if _PASS.search(text) else ""
    if not rule and _SIDE_BY_SIDE.search(text) and _TIMERS.search(text):
        rule = "free"
    if not rule:
        return None
    names, named = _names(text, rule), named_lengths(text) if rule == "free" else {}
    if rule == "free" and len(named) == len(names):
        names = list(named)
    lengths = spans_of_time(text)
    usual = lengths[0] if lengths else 5
    if not 2 <= len(names) <= 8:
        return None
    # Whose clock runs as picked wants to know how long it was, where no length is spoken of.
    up = rule != "pass" and not lengths and bool(_UP.search(text) or (rule == "pick" and not _DOWN.search(text)))
    clocks = [Preset(label=name, minutes=named.get(name, usual)) for name in names]
    title = "Chess Clock" if _CHESS.search(text) else "Clocks" if rule != "free" else "Timers"
    return title, Clocks(clocks=clocks, rule=rule, up=up)


def _names(text: str, rule: str) -> list[str]:
    """What the clocks are called: what is listed of them, else the people with numbers, else clocks with numbers."""
    people, timers = _PEOPLE.search(text), _TIMERS.search(text)
    found = people or timers
    many = _number(found[1]) if found else 0
    listed = [items for items in _listed_for(text) if len(items) == many or not many]
    if listed:
        return listed[0]
    word = people[2].lower() if people else "player" if rule == "pass" else "timer" if rule == "free" else "clock"
    word = {"people": "person"}.get(word, word)
    return [f"{word[:1].upper()}{word[1:]} {n}" for n in range(1, (many or 2) + 1)]


def _listed_for(text: str) -> list[list[str]]:
    """The lists of what something is for, or is called."""
    ends = [found.end() for found in re.finditer(r"\b(?:for|called|named|für|pour|namens):? ", text, re.I)]
    lists = [_listed(text[end:]) for end in ends]
    return [items for items in lists if items and not any(re.search(r"\d|\beach\b", item) for item in items)]


def _grid(text: str) -> tuple[str, Grid] | None:
    size = next((found for pattern in _SIZE if (found := re.search(pattern, text, re.I))), None)
    if size is None or _OTHER.search(text):
        return None
    first, second = (_number(part) for part in (size[1], size[2]))
    rows, columns = (second, first) if "columns" in size.groupdict() else (first, second)
    rest = text[: size.start()] + " " + text[size.end() :]
    named = bool(re.fullmatch(r"\w{3,}(?:s|n)", size["cell"] or "")) and _ON_ONE.search(text)
    if _MEASURE.match(text[size.end(2) :]) or not (named or _ON_CELL.search(text)):
        return None
    if not (0 < rows <= 40 and 0 < columns <= 40 and 1 < rows * columns <= MOST_CELLS) or _PER_LINE.search(
        rest.removeprefix(" each")
    ):
        return None
    cycle = bool(_CYCLE.search(text))
    kinds = kinds_of(rest)
    left = _LEFT.search(text)
    empty = (left[1] or left[2]).capitalize() if left else ""
    empty = "Free" if empty in ("Available", "Open", "Unused") else empty
    bare = [kind for kind in kinds if kind.casefold() in ("free", "empty", "nothing", "none", "frei", "leer", "vide")]
    if bare:
        kinds, empty = [kind for kind in kinds if kind not in bare], bare[0]
    if not kinds or kinds == [empty]:
        return None
    click: Literal["empty", "replace", "cycle"] = "empty" if _AGAIN.search(text) else "replace"
    click = "cycle" if cycle and len(kinds) > 1 else click
    return "Plan", Grid(
        rows=rows,
        columns=columns,
        kinds=kinds,
        click=click,
        empty_label=empty,
        keep=bool(_KEEP.search(rest)),
    )


def kinds_of(text: str) -> list[str]:
    """What a cell may be: the first things that are listed to choose from, else the one that a click makes it."""
    for sign in _OF_KINDS.finditer(text):
        span = re.split(r"\s(?:and|und|et) (?:I |then |click|tap|press)|[.;:()]", text[sign.end() :])[0]
        if 2 <= len(items := _listed(span)) <= 12:
            return items
    if marked := _MARKED.search(text):
        return [marked[1].capitalize()]
    for stem, kind in _DEEDS.items():
        if re.search(rf"\b(?:to|and|it) (?:\w+ )?{stem}\w*|\b{stem}\w* it\b", text, re.I):
            return [kind]
    return []


def _listed(text: str) -> list[str]:
    """The items of a list that a text begins with, each of one or two words, the last one of one."""
    found = re.match(
        r"((?:the |a |an )?[\w'-]+(?: [\w'-]+)?(?:, (?:the |a |an )?(?!or |and )[\w'-]+(?: [\w'-]+)?)*),? "
        r"(?:or|and|oder|und|ou|et) (?!I\b)(?:the |a |an )?([\w'-]+)",
        text,
        re.I,
    )
    if not found:
        return []
    items = [
        re.sub(r"^(?:(?:from|either|as|the|a|an) )+", "", one.strip(), flags=re.I)
        for one in (*found[1].split(","), found[2])
    ]
    return [item[:1].upper() + item[1:] for item in items if item]


def _gaps(text: str) -> tuple[str, Gaps] | None:
    every, long = _EVERY.search(text), _LONG.search(text)
    cloze = re.search(
        r"\bcloze\b|\blückentext|\btexte à trous|\bgap[- ](?:text|fill)|\bfill[- ]in[- ]the[- ](?:gap|blank)",
        text,
        re.I,
    )
    if not (_GAP.search(text) and _PASTED.search(text) and _ANSWERED.search(text)) or not (every or long or cloze):
        return None
    number, open_ = 5, every is None
    if every:
        said = next((group for group in every.groups() if group), "")
        digits = re.match(r"\d+", said)
        number = int(digits[0]) if digits else _ORDINALS.get(said.casefold()) or _NUMBERS.get(said.casefold(), 0)
        number, open_ = number or 5, not number
    first = bool(re.search(r"\bfirst letters?\b|\bersten? buchstabe|\bpremière lettre", text, re.I))
    own = bool(_SET_IT.search(text))
    if long and not every:
        least = _number(long[1] or long[2]) - (1 if long[2] else 0)
        return "Gap Text", Gaps(every=0, longer_than=least, adjustable=own, first_letter=first)
    return "Gap Text", Gaps(every=number, adjustable=own or open_, first_letter=first)


def ordinals(number: int) -> str:
    """The words for the one that comes as this number, and for the number, in the languages that are known here."""
    return " ".join(word for known in (_ORDINALS, _NUMBERS) for word, value in known.items() if value == number)


def _number(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS.get(said.casefold(), 0)
