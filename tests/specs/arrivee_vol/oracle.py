"""Judges any app made for the sentence beside this file."""

import re
from typing import Any

from judge import Judge

LEAVING = r"d[ée]part|d[ée]coll"
SHIFT = r"d[ée]calage|fuseau|utc|gmt"
MINUTES = r"\bmin|\bmm\b"
HOURS = r"\bheures?\b|\bhh?\b|hours"
GO = r"^(?!.*(r[ée]init|effacer|reset)).*(calcul|valid|affich|voir|quelle|trouver|savoir|estim|conver|ok\b|heure)"


def put(judge: Judge, field: dict[str, Any], value: str) -> None:
    judge.fill([rf"^{re.escape(field['words'])}$"], value)


def clock(judge: Judge, fields: list[dict[str, Any]], hours: int, minutes: int) -> None:
    """A time of day or a span of time, in one field or in two."""
    assert fields, [f["words"] for f in judge.fields()]
    small = [
        f
        for f in fields
        if re.search(MINUTES, f["words"]) and not re.search(r"hh|heures?\W{1,3}min|heures? et", f["words"])
    ]
    if small and len(fields) > 1:
        put(judge, next(f for f in fields if f is not small[0]), str(hours))
        put(judge, small[0], str(minutes))
        return
    field = fields[0]
    hint = field["words"] + " " + field["value"]
    if field["sort"] in ("number", "range", "slider"):
        put(judge, field, f"{hours * 60 + minutes if small else hours + minutes / 60:g}")
    elif field["sort"] == "datetime-local":
        put(judge, field, f"2027-03-03T{hours:02}:{minutes:02}")
    elif field["sort"] in ("text", "") and not re.search(r"\d:\d|hh ?:", hint):
        decimal = re.search(r"\d[.,]5|d[ée]cimal", hint)
        put(judge, field, f"{hours + minutes / 60:g}" if decimal else f"{hours}h{minutes:02}"
            if re.search(r"\dh|h ?min|hhmm", hint) else f"{hours:02}:{minutes:02}")  # fmt: skip
    else:
        put(judge, field, f"{hours:02}:{minutes:02}")


def shift(judge: Judge, hours: int) -> None:
    field = judge.field([SHIFT, "diff[ée]rence"])
    if field["sort"] not in ("select", "combobox"):
        put(judge, field, str(hours))
        return
    options = judge.offered(field)
    said = {o: re.search(r"[-+]?\d+(?:[.,:]\d+)?", o.replace("−", "-")) for o in options}
    same = [o for o, number in said.items() if number and number[0].lstrip("+") in (str(hours), f"{hours}.0")]
    assert same, options
    put(judge, field, same[0])


def land(judge: Judge, leaving: tuple[int, int], flight: tuple[int, int], hours: int, then: tuple[int, int]) -> None:
    for field in judge.fields("date"):
        if not field["value"]:
            put(judge, field, "2027-03-03")
    times = [f for f in judge.fields() if f["sort"] not in ("date", "date box", "checkbox", "radio", "file")]
    clock(judge, [f for f in times if re.search(LEAVING, f["words"]) and not re.search(SHIFT, f["words"])], *leaving)
    rest = [f for f in judge.fields() if not re.search(rf"{LEAVING}|{SHIFT}|diff[ée]rence", f["words"])]
    clock(judge, [f for f in rest if re.search(rf"dur[ée]|vol|{MINUTES}|{HOURS}", f["words"])], *flight)
    shift(judge, hours)
    if not judge.press([GO], needed=False):
        judge.go()
    judge.sees(time(*then))


def time(hours: int, minutes: int) -> str:
    half = f"{(hours + 11) % 12 + 1}:{minutes:02} ?{'pm' if hours >= 12 else 'am'}"
    return rf"(?<![\d:])0?{hours}\s*(:|h|heures?)\s*{minutes:02}(?!\d)|\b0?{half}"


def test_the_next_day(judge: Judge) -> None:
    judge.lacks(time(16, 45))
    land(judge, (22, 15), (11, 30), 7, (16, 45))


def test_to_the_west(judge: Judge) -> None:
    land(judge, (13, 20), (8, 45), -6, (16, 5))
    land(judge, (1, 10), (3, 30), -9, (19, 40))
