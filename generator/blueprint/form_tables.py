"""Forms about a table that is uploaded, where the sentence names what is wanted of its columns. Refuses other files."""

import re
from typing import Any

_TABLE = re.compile(r"\bcsv\b|\bexcel\b|\bspread ?sheets?\b|\bxlsx\b|\bupload\b[^.;]*\btables?\b", re.I)
_EVERY = re.compile(r"\b(?:every|each|all|all the|per) (?:[\w-]+ )?columns?\b|\bcolumn by column\b", re.I)
_STAT = (
    r"totals?|sums?|averages?|means?|minimum|maximum|smallest|largest|lowest|highest|counts?|statistics|stats|summary"
)
_GROUP = re.compile(
    rf"\b({_STAT}|number|how many)\b(?: of)?(?: the| all)?((?: (?!for\b|per\b|by\b|each\b|every\b)[\w-]+){{0,3}})"
    r"(?: for)? (?:each|every|per|by|grouped by)(?: each)? ([\w-]+)",
    re.I,
)
_FIGURES = {"av": "mean", "me": "mean", "co": "count", "nu": "count", "ho": "count", "mi": "min", "sm": "min",
            "lo": "min", "ma": "max", "la": "max", "hi": "max"}  # fmt: skip


def of_table(text: str) -> dict[str, Any]:
    """What a form about a table has in it, like a model says it; {} where the sentence doesn't ask for one."""
    if not _TABLE.search(text) or re.search(r"\bcharts?\b|\bgraphs?\b|\bplot", text, re.I):
        return {}
    file = {"label": "Table file", "type": "file", "example": ""}
    if _EVERY.search(text) and re.search(rf"\b(?:{_STAT})\b", text, re.I):
        about = "summary of a CSV file: per number column count, sum, mean, minimum, maximum"
        outputs = [{"label": "Summary of the columns", "format": "table", "about": about}]
        return {"title": "Table Summary", "inputs": [file], "outputs": outputs}
    found = _GROUP.search(text)
    if not found or re.search(r"\bcolumn\b", found.group(3), re.I):
        return {}
    figure = _FIGURES.get(found.group(1).casefold()[:2], "sum")
    of = found.group(2).split()[-1:] if figure != "count" else []
    inputs = [file, {"label": "Group by", "type": "text", "example": "", "default": found.group(3)}]
    inputs += [{"label": "Column", "type": "text", "example": "", "default": word} for word in of]
    stats = ["sum", "mean", "count", "min", "max"]
    options = [figure, *(stat for stat in stats if stat != figure)]
    inputs += [{"label": "Figure", "type": "choice", "options": options, "example": figure}] if of else []
    label = " ".join([found.group(1), *found.group(2).split(), "per", found.group(3)]).capitalize()
    about = "group a CSV or Excel file by one column and add up another: totals per category"
    outputs = [{"label": label, "format": "table", "about": about}]
    return {"title": label[:60], "inputs": inputs, "outputs": outputs}
