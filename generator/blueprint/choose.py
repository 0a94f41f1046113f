"""Chooses which building block the sentence asks for. Refuses to ask the model where the words already tell."""

import re

from generator.blueprint.asking import Asking
from generator.blueprint.form_pairs import of_pair
from generator.blueprint.form_tables import of_table
from generator.blueprint.operations import nearest
from generator.blueprint.records_even import PAID
from generator.blueprint.records_marks import marks_of
from generator.blueprint.records_shared import sketch_shared

SHAPES = ("form", "records", "quiz", "timer", "counter")

TASK = """What kind of app does the user ask for?
form: something is typed in, pasted, uploaded or pressed and a result appears: calculators, converters, text tools, \
generators, random pickers, file tools
records: entries are added to a list that is kept: trackers, logs, to-do lists, diaries, inventories, collections
quiz: questions with answers: quizzes, flash cards, vocabulary and arithmetic trainers
timer: time runs: countdowns in minutes, stopwatches, pomodoro, intervals
counter: one or a few numbers that buttons raise: tallies, score boards"""

_KEEPING = r"\b(?:enter|add|keep|list|note|put in|put down|write down|record|store|save|collect|type in)(?:s|ed|ing)?"
_PLAIN = r"(?:numbers|words|lines|letters|texts|values|names)\b"
_OWNED = r"(?:my|our|all my|all our|several|many|new)"
_SIGNS: dict[str, tuple[tuple[str, int], ...]] = {
    "quiz": (
        (r"\bquiz|\btrivia\b|\bflash ?-?cards?\b|multiplication (?:table|drill|practice)|times tables?", 6),
        (
            r"(?:\b(?:an?|the|me|my)|^) (?:[\w-]+ ){0,3}?(?:quiz|trivia|flash ?-?cards?)\b"
            r"(?! (?:\w+ )?(?:results?|scores?|nights?|points|log))",
            6,
        ),
        (r"\b(?:you|it|then|app) (?:then )?(?:asks?|tests?|quiz(?:zes)?|drills?) me\b", 10),
        (r"\b(?:ask|test|drill|train|practi[cs]e)s? me\b|\bpractise\b|\bvocab|\btrue or false\b", 4),
        (
            r"\b(?:practi[cs]\w+|learn\w*|memori\w+|revis\w+|drill\w*)\b.*\b(?:multiplication|addition|subtraction|division|sums"
            r"|arithmetic|maths?|times|tables?|words|spelling|capitals|elements|symbols|flags|verbs|dates|currencies)\b",
            5,
        ),
    ),
    "timer": (
        (r"\bpomodoro|\bstop ?watch|\btimer\b|\bintervals?\b.*\b(?:seconds|minutes|rounds)\b", 6),
        (r"\bcount(?:s|ing)? ?-?down\b(?!.*\b(?:date|birthday|days|event)\b)", 4),
    ),
    "counter": (
        (
            r"\b(?:each|every|one|a|per) (?:press|click|tap)\b[\w ]{0,12}?"
            r"\b(?:adds?|counts?|is one|increas\w+|raises?)\b"
            r"|\b(?:press|click|tap)\w* (?:a button )?(?:adds?|counts?)\b"
            r"|\b(?:press|click|tap|push|hit)\w* (?:(?:a|the|one) )?button (?:for|after|with|at) (?:each|every)\b",
            8,
        ),
        (r"\bbuttons?\b[^.]{0,20}[+-]\s?\d|[+-]\s?\d\b[^.]{0,30}\bbuttons?\b", 8),
        (r"^(?:i want to |an app to |to )?count (?:my|our)\b(?! words)", 4),
        (r"\btally\b|\bscore ?board\b|\bcounter\b(?! ?top)", 4),
        (r"\bscore ?keep|\bkeeps? (?:the )?score\b|\b(?:plus|minus|\+1|-1|\+|increment)\b.*\bbuttons?\b", 4),
    ),
    "records": (
        (
            r"\btrack(?:er|s|ing)?\b|\blog ?book|\blogs?\b(?! ?file)|\bjournal|\bdiary|\binventor|\bbudget book",
            4,
        ),
        (r"\bto-?\s?do\b|\bcheck ?list|\b(?:shopping|grocery|packing|wish|reading|watch|bucket|task|guest) ?-?list", 5),
        (
            r"^(?:(?:i|i'd|want|need|like|would|to|make|create|build|give|have|me|a|an|my|the|simple|small|app|with) )*"
            r"(?:[\w-]+ )?(?:list|collection|overview) (?:of|that|where|for)\b(?! (?:random|numbers|all))",
            5,
        ),
        (r"\bhow (?:many|much|often) \w+ (?:each|every) (?:one|person|child|of)?\s?(?:did|has|have|does|made|is)\b", 8),
        (r"\btick (?:when|who|them|it|off|each|my|things|items|what|whether)\b|\bnotes app\b|\bnote[- ]taking\b", 5),
        (r"^(?:(?:a|an|my|the|simple) )*[\w-]+ (?:\w+ )?list ?[:,]|^(?:i |to |want )*note (?:down )?(?:my )?\w+s\b", 5),
        (r"\btrack(?:er)?\b", 2),
        (r"\bmark (?:them|it|each|one|things|items) (?:as|when)\b|\bwho owes\b", 4),
        (PAID.pattern, 10),
        (
            r"\b(?:budget|goal|limit|allowance|income|salary)\b.*\b(?:each|every|add\w*|log\w*|several) (?:\w+ )?"
            r"(?:expenses?|purchases?|deposits?|payments?|spendings?|costs)\b",
            10,
        ),
        (r"\bkeep(?:s|ing)? (?:a )?(?:track|list|record)|\brecord(?:s|ing)?\b (?:my|of|the|our|each|every)", 5),
        (r"\b(?:add|tick|check|cross)\w*\b.*\b(?:off|done|delete|remove|edit)\b|\bcollection of my\b|\bremember\b", 3),
        (r"\bmanage(?:r|s)?\b|\bplanner\b|\borganis|\borganiz|\bcatalog|\bphone ?book|\baddress book|\bcontacts\b", 3),
        (r"\b(?:filter|sort(?:ed)?|search)\w* (?:them |it |the list |entries )?by\b", 2),
        (
            rf"{_KEEPING} (?:{_OWNED} )?(?!two |three |both |of )(?:[\w'-]+ ){{0,3}}?(?!{_PLAIN})[\w-]{{3,}}s "
            r"(?:[\w'-]+ ){0,4}with\b[^.;:]*(?:,| and )",
            10,
        ),
        (
            r"\b(?:enter|type in|put in|note|give|add)\b[^.;]*\bdate\b[^.;]*\b(?:get|see|shows?|have)\b[^.;]{0,20}"
            r"\blist (?:of|with) (?:all|my|the|every)\b",
            10,
        ),
        (r"\b(?:type|give|enter|set|choose)\b[^.;]{3,60}?(?:,| and)(?: then)? add (?!up)(?:[\w-]+ )?[\w-]{3,}s\b", 10),
        (r"\b(?:lines|items|entries|rows|positions) with\b[^.;:]*(?:,| and )", 10),
        (rf"{_KEEPING} {_OWNED} (?:[\w'-]+ ){{0,2}}(?!{_PLAIN})[\w-]{{3,}}s\b(?!')", 4),
        (r"\b(?:i|we|users?|people) (?:can )?(?:add|list|note|log|keep|collect)\b(?! up| two| three)", 4),
        (rf"{_KEEPING} (?:each|them|one|every one)\b|\b(?:each|every) time i\b(?! (?:press|click|tap|open))", 6),
    ),
    "form": (
        (r"\bcalculat|\bconver(?:t|s)|\bcompute|\bestimat|\bhow (?:much|many|long|old|far)\b", 4),
        (r"\bgenerat|\brandom|\bpick(?:s|er)? |\broll|\bflip|\bshuffle|\bpassword|\bqr\b", 3),
        (r"\bupload|\bpaste|\bmy text\b|\ba text\b|\btype (?:in )?(?:a|some|the)\b|\benter\b|\bcsv\b|\bjson\b", 3),
        (r"\bcount(?:s|er)? (?:the )?(?:words|characters|letters|vowels)|\bword counter|\bcharacter counter", 6),
        (r"\bformatter|\bencode|\bdecode|\btranslat|\brevers|\bsplit|\bremove\b.*\b(?:lines|spaces|duplicates)", 4),
        (
            r"^(?:how (?:much|many|long|far|old|often)|what (?:is|are|will|would|does|do|date|day|grade|percent\w*)|"
            r"which \w+ (?:is|was|are)|when (?:should|was)|is this|are (?:these|two)|am i)\b",
            4,
        ),
        (r"\bdays (?:until|between|since|left)|\b(?:compare|check(?:s|er)? (?:if|whether))", 4),
    ),
}


_GAME = re.compile(
    r"\btic[- ]?tac[- ]?toe\b|\bhangman\b|\bminesweeper\b|\btetris\b|\bsudoku\b|\bchess\b|\bcheckers\b|\bsolitaire\b"
    r"|\bconnect[- ]?(?:four|4)\b|\bbattleships?\b|\bblackjack\b|\bsnake game\b|\bwordle\b|\bmaze\b|\bsimon says\b"
    r"|\brock,?[ -]paper,?(?: and| or)?[ -]scissors\b|\bagainst the (?:computer|machine|app)\b|\btext adventure\b"
    r"|\bguess(?:es|ing)? (?:the|a|my|its|your|that|which|what)? ?(?:secret |random |hidden )?(?:number|word)\b"
    r"|\b(?:memory|card|guessing|arcade|video|board|puzzle|adventure|platform) game\b|\bpong\b|\bpac-?man\b|\b2048\b",
    re.I,
)

_AROUND = re.compile(
    r"\b(?:clocks?|timers?|elo|ratings?|clubs?|tournaments?|leagues?|lessons?|openings?|results?)\b", re.I
)
"""What speaks of a game that is played elsewhere."""


_GIVEN_WHOLE = re.compile(r"\b(?:pastes?|pasted|uploads?|files?|csv|lines?|texts?)\b", re.I)
"""What speaks of entries that come all at once, and aren't kept."""


def is_game(text: str) -> bool:
    """Whether moves or guesses follow on one another. Keeping scores or asking questions isn't that."""
    found = _GAME.search(text)
    return found is not None and not (found[0].casefold() == "chess" and _AROUND.search(text)) and not is_kept(text)


def is_kept(text: str) -> bool:
    """Whether the words clearly ask for a list, a quiz, a timer or a counter."""
    return max(weight for shape, weight in weigh(text).items() if shape != "form") >= 4


def weigh(text: str) -> dict[str, int]:
    """How strongly the words speak for each shape."""
    plain = text.casefold()
    weights = {shape: sum(w for sign, w in signs if re.search(sign, plain)) for shape, signs in _SIGNS.items()}
    weights["records"] += 10 if sketch_shared(text) else 8 if marks_of(text) and not _GIVEN_WHOLE.search(text) else 0
    file = weights["records"] < 4 and re.search(r"\bupload|\bdrop\b|\b(?:open|read|load)s? an?\b", plain)
    named = nearest(text)
    listed = re.match(r"(?:a |my |our |the |all )*(?:list of )?[\w-]+s with\b", plain)
    form = 4 if named >= 0.75 and not listed else 2 if named >= 0.6 else 0
    form = 0 if any(w >= 4 for shape, w in weights.items() if shape != "form") else form
    return {**weights, "form": weights["form"] + (6 if of_pair(text) or (file and of_table(text)) else form)}


def choose(text: str, asking: Asking) -> str:
    """The shape. Words decide when they speak clearly for one; the model breaks what is open."""
    weights = weigh(text)
    (first, most), (_, next_) = sorted(weights.items(), key=lambda item: -item[1])[:2]
    if most >= 4 and most - next_ >= 3:
        return first
    said = asking.pick(TASK, f"Request: {text}", SHAPES)
    # A small model takes “which weekday” for a timer: what has a clock, questions or a tally says so in some word.
    bonus = 3 if weights[said] or said in ("form", "records") else 0
    return max(SHAPES, key=lambda shape: weights[shape] + (bonus if shape == said else 0))
