"""What the sentence itself says comes out is expected, whatever the rule; and a rule that gives it is believed."""

import datetime
from typing import Any

import pytest

from generator.blueprint.agreement import Given
from generator.blueprint.cases import Case, Wish
from generator.blueprint.catalogue import catalogue, tells_by_today
from generator.blueprint.claims import swear
from generator.blueprint.decide import Decision, _said, _settle
from generator.blueprint.form_proofs import hold_form
from generator.blueprint.operations import candidates, fit, how_many
from generator.blueprint.samples import BORN, FIRST, LATER, day, told
from generator.blueprint.schema import Field, Form, Output
from generator.blueprint.sentence import literals
from generator.blueprint.things import Proof
from generator.payload.values import dated

Step = dict[str, Any]


def proofs(text: str, field: Field, output: Output, about: str = "", ground: Any = "alone") -> list[Proof]:
    form = Form(inputs=[field], outputs=[output])
    held = hold_form(form, [Decision(form.outputs[0], ground)], [about], "x", text)
    return list(next(thing for thing in held.things if thing.sort == "main").proofs)


def steps(proof: Proof) -> list[Step]:
    return [step.model_dump() for step in proof.steps]


@pytest.mark.parametrize(
    ("text", "given", "comes"),
    [
        ("Turn times like 9:15 into decimal hours like 9.25 for my boss.", "9:15", "9.25"),
        ('Make names short, "red boat" becomes "RB"', "red boat", "RB"),
        ("Seconds such as 3725 to a clock time such as 1:02:05", "3725", "1:02:05"),
        ("A tool for Roman numerals: 29 becomes XXIX.", "29", "XXIX"),
        ("Shorten distances, for example 1500m is shown as 1.5km", "1500m", "1.5km"),
    ],
)
def test_an_example_with_both_ends_is_expected_of_any_rule(text: str, given: str, comes: str) -> None:
    (proof,) = proofs(text, Field(label="Value"), Output(label="Short", format="text"))
    assert proof.basis == "spec"
    assert [steps(proof)[0]["value"], steps(proof)[1]["equals"]] == [given, comes]


@pytest.mark.parametrize(
    "text",
    [
        "read its code like #ff8800",
        "Fit a number from 2 to 30 into five groups",
        "turn it into something like 7.75",
        "I have 3 boats and it gives the total",
    ],
)
def test_half_an_example_is_none(text: str) -> None:
    assert proofs(text, Field(label="Value"), Output(label="Short", format="text")) == []


def test_an_example_that_its_field_or_result_cannot_hold_is_none() -> None:
    text = "Turn times like 9:15 into decimal hours like 9.25"
    assert proofs(text, Field(label="Hours", type="number"), Output(label="Decimal", format="number")) == []
    assert proofs(text, Field(label="Time"), Output(label="Table", format="table")) == []


@pytest.mark.parametrize(
    ("text", "label", "many"),
    [
        ("how many minutes my speech takes at 130 words a minute", "Minutes", 390),
        ("and the time to read it aloud at 90 words per minute", "Reading time", 270),
        ("how many pages it fills with 1200 characters per page", "Pages", None),
    ],
)
def test_a_rate_that_is_named_is_expected(text: str, label: str, many: int | None) -> None:
    found = proofs(text, Field(label="Speech", type="long_text"), Output(label=label, format="number"))
    if many is None:
        assert [len(steps(proof)[0]["value"]) for proof in found] == [3600], "more than that nobody types"
    else:
        assert [len(steps(proof)[0]["value"].split()) for proof in found] == [many, many // 3 * 7]
        assert [steps(proof)[1]["equals"] for proof in found] == ["3", "7"]


def test_a_rate_is_not_expected_of_another_result() -> None:
    output = Output(label="Number of words", format="integer")
    assert proofs("words and minutes at 90 words per minute", Field(label="Text", type="long_text"), output) == []


@pytest.mark.parametrize(
    ("text", "many"),
    [("the five most common words", 5), ("my top 3 words", 3), ("The 12 most frequent words", 12), ("top words", None)],
)
def test_so_many_are_shown_as_the_sentence_wants(text: str, many: int | None) -> None:
    assert how_many(text) == many
    fields = [Field(label="Text", type="long_text")]
    arguments = fit(catalogue()["word_frequency"], fields, text) or {}
    assert arguments.get("how_many") == many
    found = proofs(text, fields[0], Output(label="Words", format="table"))
    assert bool(found) is (many is not None and "most" in text)
    for proof in found:
        assert len(set(steps(proof)[0]["value"].split())) == (many or 0) + 1
        assert [step["absent"] for step in steps(proof)[1:]] == [False, True]


def test_so_many_per_minute_are_reckoned_with_as_the_sentence_has_it() -> None:
    fields = [Field(label="Text", type="long_text")]
    assert fit(catalogue()["reading_minutes"], fields, "how long at 130 words a minute") == {
        "text": "text",
        "words_per_minute": 130,
    }


def test_examples_of_what_is_shown_are_codes_addresses_and_decimals() -> None:
    said = "like ivy.cole@mail.net, #30a9b2, i.cole or 9.25, for 12 boats in 2031 and 1,500 more, e.g. big ones"
    assert literals(said) == ["ivy.cole@mail.net", "#30a9b2", "i.cole", "9.25"]


def tags(*given: str) -> Case:
    wish = Wish(Output(label="Tag", format="text"), "")
    return Case(wish, [Field(label="Name")], [], list(given), examples=["ida-07"])


def gives(*values: str) -> list[Given]:
    return [(True, value) for value in values]


def test_a_rule_that_gives_the_example_of_the_sentence_is_believed() -> None:
    case = tags("def tag(name):\n    return name\n", "def tag(name):\n    return name + '-07'\n")
    inputs: list[dict[str, Any]] = [{"name": "ida"}, {"name": "oda"}]
    behaviours = [gives("ida", "oda"), gives("ida-07", "oda-07")]
    found = _said(case, behaviours, inputs, 2, Decision(case.wish.output, "none"))
    assert found is not None
    assert (found.ground, "-07" in found.output.source) == ("agreed", True)
    assert [result for _, result in found.examples] == ["ida-07", "oda-07"]


def test_capitals_are_those_of_the_example() -> None:
    case = tags("def tag(name):\n    return name.upper() + '-07'\n", "def tag(name):\n    return name + '-07'\n")
    inputs: list[dict[str, Any]] = [{"name": "ida"}, {"name": "oda"}]
    found = _said(case, [gives("IDA-07", "ODA-07"), gives("ida-07", "oda-07")], inputs, 2, Decision(Output(), "none"))
    assert found is not None
    assert "upper" not in found.output.source


def test_other_capitals_than_those_of_the_example_prove_nothing() -> None:
    case = tags("def tag(name):\n    return name.upper() + '-07'\n")
    inputs: list[dict[str, Any]] = [{"name": "ida"}, {"name": "oda"}]
    assert _said(case, [gives("IDA-07", "ODA-07")], inputs, 2, Decision(Output(), "none")) is None


def test_an_example_that_was_typed_in_proves_nothing() -> None:
    case = tags("def tag(name):\n    return name\n")
    inputs: list[dict[str, Any]] = [{"name": "ida-07"}, {"name": "oda"}]
    assert _said(case, [gives("ida-07", "oda")], inputs, 2, Decision(Output(), "none")) is None


def test_chance_is_no_answer_where_something_takes_what_is_typed_in() -> None:
    fields = [Field(label=name, type="integer") for name in ("Red", "Green", "Blue")]
    wish = Wish(Output(label="Colour code", format="text"), "hex colour code of a colour")
    fits = candidates(wish.output, wish.about, "mix red, green and blue to a colour code", fields, most=30)
    fits = [f for f in fits if f.operation.id in ("rgb_to_hex", "random_color")]
    assert len(fits) == 2
    case = Case(wish, fields, fits, picked="none", needed=frozenset({"red", "green", "blue"}))
    inputs: list[dict[str, Any]] = [{"red": 1, "green": 2, "blue": n} for n in range(3)]
    given = {"rgb_to_hex": gives("#000001", "#000002", "#000003"), "random_color": gives("#a1", "#b2", "#c3")}
    found = _settle(case, [given[f.operation.id] for f in fits], inputs, 3)
    assert found.output.operation != "random_color"


@pytest.mark.parametrize("far", [*BORN, *FIRST, *LATER])
def test_a_day_is_told_by_how_far_it_is_and_read_so_on_another_day(far: tuple[int, int]) -> None:
    said = told(day(far))
    assert said.startswith("{today")
    assert dated(said) == day(far)
    leap = datetime.date(2028, 3, 1)
    later = datetime.date.fromisoformat(dated(said, leap))
    assert (datetime.date.fromisoformat(day(far)) - datetime.date.today()) == later - leap
    assert told("1999-12-31") == "1999-12-31"
    assert dated("{today}", leap) == "2028-03-01"
    assert dated("{todays - 1 year} {today - x}") == "{todays - 1 year} {today - x}"


def test_what_depends_on_today_is_known_by_its_rule() -> None:
    timely = {name for name, one in catalogue().items() if tells_by_today(one)}
    assert {"days_until", "exact_age", "age_in_years", "days_until_birthday"} <= timely
    assert not timely & {"days_between", "weekday", "word_frequency", "divide"}


def waits(operation: str, source: str = "", label: str = "Wait") -> list[Proof]:
    output = Output(label=label, format="integer", operation=operation, source=source)
    form = Form(inputs=[Field(label="Start", type="date")], outputs=[output])
    examples = tuple(({"start": day(far)}, n + 5) for n, far in enumerate(FIRST))
    held = hold_form(form, [Decision(output, "agreed", examples)], [""], "x")
    return list(next(thing for thing in held.things if thing.sort == "main").proofs)


def test_a_check_of_what_depends_on_today_holds_tomorrow_too() -> None:
    own = "def wait(start):\n    import datetime\n    return (start - datetime.date.today()).days\n"
    for proof in [*waits("days_until"), *waits("", own)]:
        assert steps(proof)[0]["value"].startswith("{today")
    assert waits("days_until")
    assert waits("", own)
    assert all(steps(proof)[0]["value"][:2] in ("20", "19") for proof in waits("weekday"))


def test_what_is_another_one_each_year_is_not_checked() -> None:
    assert waits("days_until_birthday") == []
    assert waits("", "def wait(start):\n    return days(today())\n", "Next birthday in") == []


def test_a_claim_of_a_slider_is_held_to_its_ends() -> None:
    field = Field.model_validate({"label": "Hue", "type": "slider", "minimum": 0, "maximum": 360, "step": 1})
    output = Output(label="Shade", format="text", source="def shade(hue):\n    return str(hue)\n")
    form = Form(inputs=[field], outputs=[output])
    held = hold_form(form, [Decision(output, "agreed", (({"hue": 10}, "ten"), ({"hue": 20}, "twenty")))], [""], "x")
    checks = swear("a slider for the hue from 0 to 360 and see the shade", held.things).checks
    ends = [[step.model_dump() for step in check.steps] for check in checks if "goes from" in check.title]
    assert [[(step["do"], step["value"]) for step in one] for one in ends] == [[("choose", "0"), ("choose", "360")]]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Old word", "New word"), ("Word to replace", "Replacement word"), ("Word", "Replace with"), ("Find", "Instead")],
)
def test_what_is_replaced_is_told_from_what_comes_in_its_place(old: str, new: str) -> None:
    for one, other in ((old, new), (new, old)):
        fields = [Field(label="Text file", type="file"), Field(label=one), Field(label=other)]
        names = {field.label: field.name for field in fields}
        arguments = fit(catalogue()["find_and_replace"], fields, "replace a word by another") or {}
        assert (arguments["find"], arguments["replace"]) == (names[old], names[new])
