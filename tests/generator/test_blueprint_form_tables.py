"""Forms about uploaded tables, from the sentence to an operation that fits."""

import pytest

from generator.blueprint.assemble import assemble
from generator.blueprint.catalogue import function_of, known
from generator.blueprint.choose import weigh
from generator.blueprint.fields import as_field, is_shown
from generator.blueprint.form_tables import of_table
from generator.blueprint.operations import candidates
from generator.blueprint.schema import Blueprint, Field, Form, Output
from generator.payload.blocks import pieces
from generator.payload.blocks.inputs import _filled
from generator.payload.blocks.operation import AnswerError, Upload

BERTHS = "Harbour name,Metres,Fee\nNorth,3,10\nSouth,5,20\nNorth,4,5\n"


@pytest.mark.parametrize(
    ("text", "operation", "fields"),
    [
        ("Upload a CSV of berths and show the total fee per harbour", "group_table", ["", "harbour", "fee", "sum"]),
        ("upload an excel file, average fee for each harbour", "group_table", ["", "harbour", "fee", "mean"]),
        ("upload a csv: how many berths per harbour", "group_table", ["", "harbour"]),
        ("for every column of an uploaded CSV show sum and average", "summarise_table", [""]),
    ],
)
def test_what_is_wanted_of_columns_is_read_off_the_sentence(text: str, operation: str, fields: list[str]) -> None:
    said = of_table(text)
    assert [one.get("default", one["example"]) for one in said["inputs"]] == fields
    found = [field for one in said["inputs"] if (field := as_field(one, text))]
    output = Output(label=said["outputs"][0]["label"], format="table")
    best = candidates(output, said["outputs"][0]["about"], text, found)[0]
    assert (best.operation.id, best.unused) == (operation, ())


@pytest.mark.parametrize(
    "text", ["upload a csv and shuffle its rows", "total per day of a list I paste", "chart of each column of a CSV"]
)
def test_other_wishes_are_left_to_the_model(text: str) -> None:
    assert of_table(text) == {}


def test_a_column_is_found_by_a_word_of_its_name() -> None:
    operation = known("group_table")
    assert operation
    rows = function_of(operation)(BERTHS, "harbour", "fee")
    assert rows == [{"Harbour name": "North", "Fee": 15}, {"Harbour name": "South", "Fee": 20}]
    with pytest.raises(AnswerError, match="no column"):
        function_of(operation)(BERTHS, "owner", "fee")


def test_a_search_looks_into_every_cell_and_shows_all_without_a_word() -> None:
    text = "open a CSV of berths, and a box to type in leaves only the rows that contain it"
    (output,) = of_table(text)["outputs"]
    assert output["operation"] == "search_table"
    assert of_table("only the rows of a CSV whose column contains a word")["outputs"][0]["operation"] == "filter_table"
    operation = known("search_table")
    assert operation
    search = function_of(operation)
    assert [row["Harbour name"] for row in search(BERTHS, "")] == ["North", "South", "North"]
    assert search(BERTHS, "SOU") == [{"Harbour name": "South", "Metres": 5, "Fee": 20}]
    assert [row["Metres"] for row in search(BERTHS, "5")] == [5, 4]
    assert search(BERTHS, "(") == []


@pytest.mark.parametrize("wanted", ["Sum, total of a list of numbers", "Average, mean of a list of numbers"])
def test_a_table_file_is_no_list_of_numbers(wanted: str) -> None:
    fits = candidates(Output(label="Total"), wanted, "total of a table", [Field(label="Table file", type="file")])
    assert not {"sum_of", "average_of", "mean_of"} & {fit.operation.id for fit in fits}


@pytest.mark.parametrize(
    ("text", "labels", "called"),
    [
        ("upload a csv and get the sum of a column I choose", ["Total"], "column_figure sum"),
        ("upload a csv: highest and average of the metres column", ["Average", "Maximum"], "column_figure metres"),
        ("upload an excel file and sort it by a column, largest first", ["Sorted rows"], "sort_table descending"),
        ("upload a spreadsheet and only keep the rows that contain a word", ["Matching rows"], "search_table"),
        ("csv to json file converter", ["JSON"], "csv_to_json"),
        ("upload a csv and remove duplicate rows", ["Rows without duplicates"], "remove_duplicate_rows"),
        ("how many rows are in a csv I upload", ["Number of rows"], "count_rows"),
        ("upload a csv, draw a line chart of a column", ["Chart"], "chart_column"),
    ],
)
def test_what_is_named_outright_has_its_operation(text: str, labels: list[str], called: str) -> None:
    said = of_table(text)
    assert [one["label"] for one in said["outputs"]] == labels
    told = f"{[one['operation'] for one in said['outputs']]} {said['inputs']} {said['outputs'][0]['arguments']}"
    assert all(word in told for word in called.split())
    for one in said["outputs"]:
        operation = known(one["operation"])
        assert operation
        assert {p.name for p in operation.parameters if p.required} <= set(one["arguments"])


def test_two_things_at_once_are_left_to_the_model() -> None:
    assert of_table("upload a csv, remove duplicate rows and sort by a column") == {}


def test_an_upload_is_a_form_but_a_kept_list_is_none_for_its_file() -> None:
    assert weigh("upload a csv and get the sum of a column I choose")["form"] >= 6
    assert weigh("track my boats, the total fee per harbour, download as csv")["form"] < 4


def test_columns_are_chosen_from_those_of_the_file() -> None:
    form = Form(
        inputs=[Field(label="Berths", type="file"), Field(label="Sort by", type="column", default="fee")],
        outputs=[Output(label="Sorted", operation="sort_table", arguments={"file": "berths", "column": "sort_by"})],
    )
    source = assemble(Blueprint(title="Berths", parts=[form]))["app.py"].decode()
    assert "choices=lambda v: column_names(file=v.berths)" in source
    field = pieces.Field("sort_by", "Sort by", "column", choices=lambda v: function_of(names)(v.berths))
    names = known("column_names")
    assert names
    assert _filled(field, {"berths": [Upload("b.csv", BERTHS.encode())]}).options == ("Harbour name", "Metres", "Fee")
    assert _filled(field, {"berths": None}).options == ()


def test_a_column_without_a_file_is_a_text() -> None:
    assert Form(inputs=[Field(label="Column", type="column")]).inputs[0].type == "text"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("mix hue, glow and depth from 5 to 90", [(5, 90)] * 3),
        ("set hue, glow and depth, each from 5 to 90, and see them", [(5, 90)] * 3),
        ("hue from 5 to 90, glow and depth", [(5, 90), (0, None), (0, None)]),
    ],
)
def test_a_range_is_that_of_each_in_the_list_before_it(text: str, bounds: list[tuple[float, float | None]]) -> None:
    fields = [as_field({"label": label, "type": "number"}, text) for label in ("Hue", "Glow", "Depth")]
    assert [(f.minimum, f.maximum) for f in fields if f] == bounds
    assert {f.type for f in fields if f and f.maximum} == {"integer"}


@pytest.mark.parametrize(("word", "slides"), [("sliders", True), ("fields", False)])
def test_sliders_are_sliders_where_the_sentence_asks_for_them(word: str, slides: bool) -> None:
    fields = [
        as_field({"label": one, "type": "number"}, f"two {word} for hue and glow from 5 to 90")
        for one in ("Hue", "Glow")
    ]
    assert [f.slider for f in fields if f] == [slides] * 2


@pytest.mark.parametrize(
    ("label", "type_", "shown"),
    [
        ("Badge", "text", True),
        ("View", "yes_no", True),
        ("Preview", "text", True),
        ("Name", "text", False),
        ("Badge", "number", False),
        ("Motto", "text", False),
    ],
)
def test_what_the_sentence_wants_to_see_alone_is_no_field(label: str, type_: str, shown: bool) -> None:
    text = "I type my name and my motto, see the motto large and read its badge"
    assert is_shown(Field.model_validate({"label": label, "type": type_}), text) is shown
