"""Sketches a list that is kept: its fields, and what the sentence wants done with the entries. Refuses wishes that the
sentence doesn't voice."""

import re
from typing import Any

from generator.blueprint.asking import TEXT, Asking, listing, one_of, record
from generator.blueprint.fields import FIELD
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.records_fields import BALANCE, COMES, MARKS, fields_of
from generator.blueprint.records_marks import with_marks
from generator.blueprint.records_wishes import entered, with_changes, with_wishes
from generator.blueprint.schema import Chart, Field, Records, Summary
from generator.blueprint.sentence import content, overlap

TASK = """You design a small app that keeps a list of entries. Say what one entry is called (item, singular) and \
which fields the user fills in for each entry. Take everything from the request, add only what an entry can't do \
without. No totals, counts, buttons, filters or charts: these are not fields. Done or not done is no field either. \
Short labels in the user's language. Types: number, money, percent, text, long_text, choice (with options), yes_no, \
date, time.

Request: log my runs with date, distance in km and how I felt (good, okay, bad), total distance per month
{"title":"Running Log","item":"run","fields":[{"label":"Date","type":"date","example":"2024-05-01"},\
{"label":"Distance (km)","type":"number","example":"5"},{"label":"Feeling","type":"choice","options":["good","okay",\
"bad"],"example":"good"}]}

Request: a list of chores that I can check off, each with a note
{"title":"Chores","item":"chore","fields":[{"label":"Chore","type":"text","example":"Wash the \
car"},{"label":"Note","type":"long_text","example":"before Sunday"}]}"""

SHAPE = record(title=TEXT, item=TEXT, fields=listing(FIELD, least=1, most=8))

FIGURES = """An app keeps a list of entries. Which figures about all entries does the user ask for? Only what the \
request asks, often none. stat: sum, average, minimum, maximum, count, latest, share_done (per cent done), streak \
(days in a row), balance (income minus spending), distinct. of: the field. group_by: the field if one figure per \
value of a field is asked, else "-". period: today, week, month, year or all.

Fields: date, distance, feeling
Request: log my runs with date, distance in km and how I felt, total distance this month and runs per feeling
{"figures":[{"label":"Total distance this \
month","stat":"sum","of":"distance","group_by":"-","period":"month"},{"label":"Runs per \
feeling","stat":"count","of":"-","group_by":"feeling","period":"all"}]}

Fields: chore, note
Request: a list of chores that I can check off, each with a note
{"figures":[]}"""

STATS = ("sum", "average", "minimum", "maximum", "count", "latest", "share_done", "streak", "balance", "distinct")
PERIODS = ("all", "today", "week", "month", "year")

_FIGURE = re.compile(
    r"\btotals?\b|\bsum\b|\baverage|\bmean\b|\bhow (?:many|much)\b|\bcount\b|\bnumber of\b|\bbalance\b"
    r"|\bhighest|\blowest|\bheaviest|\blightest|\bfastest|\bslowest|\bbiggest|\blargest|\bsmallest|\bcheapest"
    r"|\bmost expensive|\brecords?\b|\blatest\b|\bin all\b|\badds? (?:it |them |everything )?up\b|\bhow far\b"
    r"|\bbest\b|\bmost\b|\bleast\b|\blongest|\bshortest|\bmaxim|\bminim|\bleft\b|\bremaining|\bprogress|\bpercent|\bstreak"
    r"|\bper (?:day|week|month|year|category|person)|\bstatistics?|\bstats\b|\bsummary|\bgoal\b|\btarget\b|\boverview"
    r"|\bsaldo|\bsumme|\bgesamt|\bdurchschnitt|\bmoyenne|\bpromedio|\bwie viel",
    re.I,
)  # fmt: skip
_DONE = re.compile(
    r"\b(?:tick|check|cross|mark)(?:s|ed|ing)?\b.*\b(?:off|done|complete|finished|bought|read|watched|paid|packed|as)\b"
    r"|\btick (?:them|it|things|items|each)|\bto-?\s?do\b|\bcheck ?list|\bcheck ?box|\bcompleted?\b"
    r"|\babhaken|\bmark (?:them|it)\b"
    r"|\b(?:button|box|mark|note|see|show|know)\w*\b[\w ]{0,24}\b(?:paid|returned|bought|packed|watched|settled)\b"
    r"|\btick(?:ed)?\b(?! ?box| marks?)|\bdone\b|\bcheck them\b|\btick my\b"
    r"|\bwhether (?:it|i|they)(?:'s| is| are| have)? (?:done|bought|finished|packed)",
    re.I,
)  # fmt: skip
_MARKED = re.compile(r"\b(?:mark|tick|check)\w*\b[^.;,]{0,30}\bas (?:already )?([^\W\d_]{4,})\b", re.I)
_DAILY = re.compile(
    r"\bhabits?\b|\b(?:tick|check|mark)\w*\b[^.;]*\b(?:each|every|per) (?:\w+ )?day\b"
    r"|\bdaily (?:routine|check|tick|habit)"
    r"|\b(?:each|every) day\b[^.;]*\b(?:tick|check|mark)\w*\b",
    re.I,
)
_EDIT = re.compile(
    r"\bedit|\bchange (?:an?|the|them|it|entries|my)|\bupdate|\bmodify|\bbearbeiten|\bcorrect (?:an|them)", re.I
)
_SEARCH = re.compile(r"\bsearch|\bfind (?:an?|them|by|the|entries|my|quickly)|\blook (?:up|for)|\bsuche", re.I)
_DOWNLOAD = re.compile(r"\bdownload|\bexport|\bas (?:a )?csv|\bsave (?:it |them )?(?:as|to) (?:a )?(?:csv|file)", re.I)
_UPLOAD = re.compile(r"\bimport\b|\bupload|\bload (?:a|from) csv", re.I)
_CHART = re.compile(
    r"\bcharts?\b|\bgraphs?\b|\bplot|\bdiagram|\bpie\b|\bcurve|\bvisuali[sz]|\btrend|\bover time\b", re.I
)
_BY = re.compile(
    r"\b(filter|narrow|show only|sort|order|group|sorted|ordered)\w*\b[^,.;]*?\b(?:by|per|for)\s+([\w' -]{2,30})", re.I
)
_TOP = re.compile(r"\b([\w-]+)(?: (?:\w+ )?(?:ones|items|tasks|priority|things))? (?:first|on top|at the top)\b", re.I)
_URGENT = frozenset(content("high urgent highest important"))
_OLDEST = re.compile(
    r"\b(?:newest|latest|most recent|highest|best|largest|longest|most expensive|top)"
    r"[\w -]* (?:first|on top|at the top)\b"
    r"|\b(?:by|with the) (?:highest|best|largest|most|newest|latest|longest)\b|\bdescending",
    re.I,
)
_GOAL = re.compile(
    r"\b(?:goal|target|limit|budget)\b[^.,;]*?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)[^.,;]{0,20}\b(?:goal|target|limit)\b",
    re.I,
)


_DOING = frozenset(content("remove delete add edit search filter sort download export chart graph plot diagram"))
"""What a list does: no figure is of that name."""
_PER_SPAN = re.compile(
    r"\b(?:totals?|sums?|how (?:much|many)|amount|spent|spending|costs|number of)\b(?![^.;]*\baverage\b)[^.;,]{0,30}"
    r"\b(?:per|for each|each|by|for every) (day|week|month|year)\b"
    r"|\b(dai|week|month|year)ly (?:totals|sums|summary|overview)",
    re.I,
)
_LY = {"dai": "day", "week": "week", "month": "month", "year": "year"}
_GOAL_OF = re.compile(
    r"\b(daily|today|weekly|monthly)\b[^.;,]{0,20}\b(?:goal|limit|target|budget|allowance)\b"
    r"|\b(?:goal|limit|target|budget|allowance)\b[^.;]{0,30}\b(?:a|per|each|every) (day|week|month)\b",
    re.I,
)
_EACH = re.compile(
    r"\b(?:per|by|each|every|which|who|group\w*|for all)\b|\bpro\b|\bpar\b|\bpor\b|\bje\b|\bbreakdown\b|\bcategor", re.I
)
_OWED = re.compile(r"\bow(?:e|es|ed|ing)\b|\blent\b|\bunpaid\b|\boutstanding\b|\bdebts?\b", re.I)
_OPEN = re.compile(
    r"\b(?:open|left|remain\w*|to[ -]?do|undone|unfinish\w*|incomplet\w*|pending|outstanding|offen\w*)\b"
    r"|\bnot (?:yet )?done\b",
    re.I,
)
_WAITING = r"open|pending|outstanding|remaining|unfinished|incomplete|undone"
_CLOSED = re.compile(r"\b(?:done|complet\w*|finish\w*|ticked|checked|closed|erledigt\w*|in progress)\b", re.I)


def sketch_records(text: str, asking: Asking) -> tuple[str, Records]:
    """Title and list: fields from the model's list, the rest from what the sentence says word for word."""
    said = asking.fill(TASK, f"Request: {text}", SHAPE, most=450) or {}
    item = " ".join(str(said.get("item") or "item").replace("_", " ").split())[:30].strip(".")
    fields = entered(fields_of(said, item, text), text)
    item = next((f.label.casefold() for f in fields if f"{f.label}s".casefold() == item.casefold()), item)
    done = bool(_DONE.search(text))
    if done:  # What can be ticked off needs no field that says so too.
        fields = [f for f in fields if not (f.options and all(_OPEN.search(o) or _CLOSED.search(o) for o in f.options))]
        word = marked[1].capitalize() if (marked := _MARKED.search(text)) else "Done"
        fields = [f for f in fields if not (f.type == "yes_no" and f.label.casefold() == word.casefold())] or fields
    features = ["delete"]
    for name, sign in (("edit", _EDIT), ("search", _SEARCH), ("download", _DOWNLOAD), ("upload", _UPLOAD)):
        features += [name] if sign.search(text) else []
    if _DAILY.search(text) and not any(f.type in NUMERIC for f in fields):
        done, features = False, [*features, "daily"]
        fields = [f for f in fields if f.type != "date"] or fields
    features += ["done"] if done else []
    made: dict[str, Any] = {"item": item, "fields": fields, "features": features, **_ordering(text, fields, done)}
    made |= {"done_label": word, "open_label": _not_yet(text, word)} if done else {}
    texts = {f.name for f in fields if f.type not in ("choice", "yes_no", "text")}
    if texts & set(made["filters"]) and "search" not in features:
        features.append("search")
    records = Records.model_validate(made)
    records.summaries = _figures(text, records, asking) if _FIGURE.search(text) or not _english(text) else []
    if _CHART.search(text):
        records.charts = [_chart(text, records)]
    if "daily" in features:
        records.summaries = [s for s in records.summaries if s.stat not in ("streak", "share_done", "count")]
    title = str(said.get("title") or item.title())[:60]
    return title, with_marks(with_wishes(records, text), text)


def _not_yet(text: str, done: str) -> str:
    """What the sentence calls those that aren't ticked; "" where it has no word for them."""
    word = re.escape(done)
    found = re.search(rf"\bun-?{word}\b|\bnot (?:yet )?{word}\b|\bonly (?:the |those )?({_WAITING})\b", text, re.I)
    return (found.group(1) or found.group()).capitalize() if found else ""


def _ordering(text: str, fields: list[Field], done: bool) -> dict[str, Any]:
    """Filters and the order, by what `filter by …`, `sort by …` and `… on top` name."""
    filters: list[str] = []
    sort, top = "", _TOP.search(text)
    for found in _BY.finditer(text):
        named = content(found.group(2))
        near = [f for f in fields if overlap(content(f.label), named)]
        near = near or [f for f in fields if set(named) & MARKS and set(content(f.label)) & MARKS]
        if not near:
            continue
        name = max(near, key=lambda f: overlap(content(f.label), named))
        if found.group(1).casefold().startswith(("sort", "order")):
            sort = name.name
        else:
            filters.append(name.name)
    descending = bool(sort and _OLDEST.search(text))
    for field in (f for f in fields if f.options and (top or f.name == sort)):
        ends = [set(content(option)) for option in (field.options[0], field.options[-1])]
        wish = set(content(top.group(1))) if top else _URGENT
        if wish & (ends[0] | ends[1]):
            sort, descending = field.name, bool(wish & ends[1])
    if done:
        filters.append("done")
    return {"filters": filters, "sort": sort, "descending": descending}


def _figures(text: str, records: Records, asking: Asking) -> list[Summary]:
    names = [f.name for f in records.fields]
    numeric = [f.name for f in records.fields if f.type in NUMERIC]
    shape = record(
        figures=listing(
            record(
                label=TEXT,
                stat=one_of(*STATS),
                of=one_of("-", *names),
                group_by=one_of("-", *names),
                period=one_of(*PERIODS),
            ),
            most=4,
        )
    )
    said = asking.fill(FIGURES, f"Fields: {', '.join(names)}\nRequest: {text}", shape, most=260) or {}
    found: list[Summary] = []
    if (word := BALANCE.search(text)) and (sides := _balance(records, "balance")) and numeric:
        found.append(
            Summary.model_validate({"label": word.group().capitalize(), "stat": "balance", "of": numeric[-1], **sides})
        )
    goal = _GOAL.search(text)
    target = float((goal.group(1) or goal.group(2)).replace(",", ".")) if goal else None
    for one in said.get("figures") or []:
        stat, of, group = str(one["stat"]), str(one["of"]).strip("-"), str(one["group_by"]).strip("-")
        if stat in ("sum", "average", "balance", "minimum", "maximum") and of not in numeric:
            of = numeric[0] if numeric else ""
            stat = stat if of else "count"
        period = str(one["period"]) if _voiced(str(one["period"]), text) else "all"
        if not _said_of(str(one["label"]), records, text):
            continue  # the example's, not the request's
        group = group if _EACH.search(text) else ""
        each, period = _spans(stat, period, group, text)
        narrowed = _balance(records, stat) or _ticked(records, str(one["label"]), stat) or _owed(records, stat, text)
        group = "" if narrowed or group == of else group
        given = {"stat": stat, "of": of, "group_by": group, "each": each, "period": period, **narrowed}
        summary = Summary.model_validate({"label": one["label"], **given})
        summary.target = target if not group and not each and stat in ("sum", "count") and not found else None
        if stat == "balance" and narrowed and found:
            continue
        told = (stat, of, group, period, summary.equals)
        if not any((s.stat, s.of, s.group_by, s.period, s.equals) == told for s in found):
            found.append(summary)
    found = with_changes(found, records, text)
    ticked = re.search(
        r"\bhow many (?:\w+ )?(?:are|is|were|have|has|i've|i) (?:been |already )?(?:already )?"
        r"(\w+ed|\w+en|done|read|present|bought|paid|here|ready|through)\b",
        text,
        re.I,
    )
    if (
        ticked
        and "done" in records.features
        and not _OPEN.search(ticked[1])
        and not any(s.where == "done" for s in found)
    ):
        found = [s for s in found if s.stat != "count"]
        found.append(
            Summary.model_validate({"label": ticked[1].capitalize(), "stat": "count", "where": "done", "equals": "yes"})
        )
    wish = re.search(r"\b(?:how many|number of|count)\b[^.;:]*", text, re.I)
    word = _OPEN.search(wish.group()) if wish else None
    if word and "done" in records.features and not any(s.where == "done" for s in found):
        label = f"{records.item} {word.group()}".capitalize()
        found.append(Summary.model_validate({"label": label, "stat": "count", "where": "done", "equals": "no"}))
    return found


def _spans(stat: str, period: str, group: str, text: str) -> tuple[str, str]:
    """Whether one figure is wished for each span of time, and else which span it is about: a daily goal is today's."""
    if stat not in ("sum", "count") or group:
        return "", period
    if each := _PER_SPAN.search(text):
        return str(each[1] or _LY[each[2].casefold()]), "all"
    goal = _GOAL_OF.search(text) if period == "all" else None
    said = (goal[1] or goal[2]).casefold() if goal else ""
    spans = {"daily": "today", "today": "today", "day": "today", "week": "week", "month": "month"}
    return "", spans.get(said, spans.get(said.removesuffix("ly"), period))


def _said_of(label: str, records: Records, text: str) -> bool:
    """Whether a figure's label has a word of the sentence or of a field that isn't a word for figures itself."""
    known = {*content(text), *content(records.item), *(stem for f in records.fields for stem in content(f.label))}
    named = set(content(label))
    return not _english(text) or (not named & _DOING and len(named & known) * 2 >= len(named))


def _owed(records: Records, stat: str, text: str) -> dict[str, str]:
    """For a sum of debts: only those that aren't settled."""
    owed = stat == "sum" and "done" in records.features and _OWED.search(text)
    return {"where": "done", "equals": "no"} if owed else {}


def _balance(records: Records, stat: str) -> dict[str, str]:
    """For a balance: the field of kinds, and which of its options adds and which takes away."""
    if stat != "balance":
        return {}
    for field in records.fields:
        plus = [option for option in field.options if COMES.search(option)]
        minus = [o for o in field.options if o not in plus]
        if field.type == "choice" and plus and minus:
            return {"where": field.name, "equals": plus[0], "minus": minus[0]}
    return {}


def _ticked(records: Records, label: str, stat: str) -> dict[str, str]:
    """For a count of what is still open, or of what is done: which records it counts."""
    if stat != "count" or "done" not in records.features:
        return {}
    return (
        {"where": "done", "equals": "no"}
        if _OPEN.search(label)
        else ({"where": "done", "equals": "yes"} if _CLOSED.search(label) else {})
    )


def _voiced(period: str, text: str) -> bool:
    signs = {"today": r"\btoday|\bdaily|per day|\bday\b", "week": r"\bweek", "month": r"\bmonth", "year": r"\byear"}
    return period in signs and bool(re.search(signs[period], text, re.I))


def _chart(text: str, records: Records) -> Chart:
    """What is drawn over what: the field that `per`, `by` or `over time` names, and the number that is named."""
    dates = [f for f in records.fields if f.type == "date"]
    kinds = [f for f in records.fields if f.type in ("choice", "text")]
    numbers = [f for f in records.fields if f.type in NUMERIC]
    grouped = next((s.group_by for s in records.summaries if s.group_by), "")
    named = next((f.name for f in kinds if re.search(rf"\b(?:per|by|each)\s+{re.escape(f.label)}", text, re.I)), "")
    over = bool(re.search(r"over time|trend|progress|line chart|curve|histor|\bdaily\b", text, re.I))
    x = (
        dates[0].name
        if dates and (over or not (named or grouped))
        else (named or grouped or (kinds[0].name if kinds else ""))
    )
    y = next((s.of for s in records.summaries if s.of and s.stat == "sum"), numbers[0].name if numbers else "")
    kind = "pie" if re.search(r"\bpie\b", text, re.I) else "line" if dates and x == dates[0].name else "bar"
    return Chart.model_validate({"type": kind, "x": x, "y": y})


def _english(text: str) -> bool:
    return bool(re.search(r"\b(?:the|a|an|my|with|of|and|for|to)\b", text, re.I))
