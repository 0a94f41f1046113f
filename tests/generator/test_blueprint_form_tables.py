"""Forms about uploaded tables, from the sentence to an operation that fits."""

import pytest

from generator.blueprint.catalogue import function_of, known
from generator.blueprint.fields import as_field
from generator.blueprint.form_tables import of_table
from generator.blueprint.operations import candidates
from generator.blueprint.schema import Field, Output
from generator.payload.blocks.operation import AnswerError

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
    "text", ["upload a csv and remove duplicates", "total per day of a list I paste", "chart of each column of a CSV"]
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


@pytest.mark.parametrize("wanted", ["Sum, total of a list of numbers", "Average, mean of a list of numbers"])
def test_a_table_file_is_no_list_of_numbers(wanted: str) -> None:
    fits = candidates(Output(label="Total"), wanted, "total of a table", [Field(label="Table file", type="file")])
    assert not {"sum_of", "average_of", "mean_of"} & {fit.operation.id for fit in fits}
