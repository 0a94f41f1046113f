"""Operations on networks, cash, chords and lines with numbers against values worked out by hand."""

from typing import Any

import pytest

from generator.blueprint.catalogue import catalogue, function_of
from generator.payload.blocks.operation import AnswerError, Upload

CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("network_of", ("192.168.10.77/26",), "192.168.10.64/26"),
    ("network_of", ("10.1.2.3/255.255.0.0",), "10.1.0.0/16"),
    ("broadcast_address", ("172.19.203.5/20",), "172.19.207.255"),
    ("count_hosts", ("10.77.1.2/10",), 4194302),
    ("count_hosts", ("10.0.0.1/32",), 1),
    ("count_hosts", ("2001:db8::/120",), 256),
    ("netmask", ("10.20.33.200/29",), "255.255.255.248"),
    ("first_host", ("192.168.10.77/26",), "192.168.10.65"),
    ("first_host", ("10.0.0.4/31",), "10.0.0.4"),
    ("last_host", ("192.168.10.77/26",), "192.168.10.126"),
    ("notes_and_coins", (0.29,), [(1, "0.20"), (1, "0.05"), (2, "0.02")]),
    ("notes_and_coins", (94.6,), [(1, "50.00"), (2, "20.00"), (2, "2.00"), (1, "0.50"), (1, "0.10")]),
    ("notes_and_coins", (6.3, "USD", "coins"), [(25, "0.25"), (1, "0.05")]),
    ("notes_and_coins", (0,), []),
    ("change_in_cash", (18.37, 40), [(1, "20.00"), (1, "1.00"), (1, "0.50"), (1, "0.10"), (1, "0.02"), (1, "0.01")]),
    ("transpose_chords", ("Am F C7 G", 2), "Bm G D7 A"),
    ("transpose_chords", ("C Em A7", -3), "A C#m F#7"),
    ("transpose_chords", ("F#m Bb D/F#", 1), "Gm B Eb/G"),
    ("figure_per_name", ("Zoe 8\nBen 5.5\nZoe 0.5",), [("Ben", "5.5"), ("Zoe", "8.5")]),
    ("figure_per_name", ("b;1\na;3\nb;4", "average", "largest first"), [("a", "3"), ("b", "2.5")]),
    ("figure_per_name", ("x: 1\ny: 2\nx: 5", "count", "as they come"), [("x", "2"), ("y", "1")]),
    ("figure_per_name", ("Anna Lee 3,5\nAnna Lee 1,25", "maximum"), [("Anna Lee", "3,5")]),
    (
        "figure_per_name",
        ("tea 12.50\nbun 2.30\ntea 0.30", "sum", "smallest first"),
        [("bun", "2.30"), ("tea", "12.80")],
    ),
    ("figure_per_name", ("3 x eggs\n2 x eggs\n", "minimum"), [("eggs", "2")]),
]


@pytest.mark.parametrize(("id_", "given", "wanted"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_an_operation_gives_what_was_worked_out_by_hand(id_: str, given: tuple[Any, ...], wanted: Any) -> None:
    found = function_of(catalogue()[id_])(*given)
    assert ([tuple(row.values()) for row in found] if isinstance(found, list) else found) == wanted


@pytest.mark.parametrize(
    ("id_", "given", "said"),
    [
        ("network_of", ("fileserver",), "fileserver"),
        ("count_hosts", ("10.0.0.1/33",), "10.0.0.1/33"),
        ("broadcast_address", ("2001:db8::/64",), "version 6"),
        ("notes_and_coins", (-1,), "less than zero"),
        ("notes_and_coins", (12.5, "EUR", "notes"), "2.50 is left over"),
        ("change_in_cash", (20, 10), "10.00 is less than 20.00"),
        ("transpose_chords", ("Am Xy", 2), "Xy"),
        ("figure_per_name", ("Anna 3\nrubbish",), "Line 2"),
        ("figure_per_name", ("\n",), "no lines"),
    ],
)
def test_what_can_t_be_worked_out_is_named(id_: str, given: tuple[Any, ...], said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        function_of(catalogue()[id_])(*given)


def stacked(*tables: str) -> Any:
    files = [Upload(f"{number}.csv", table.encode()) for number, table in enumerate(tables, 1)]
    return function_of(catalogue()["stack_tables"])(files)


def test_tables_are_stacked_to_the_letter_under_the_columns_of_the_first() -> None:
    first = 'customer,city,due\nPetrov,Varna,120.50\n"Lund, Ida",Malmo,088\n'
    assert stacked(first, 'due;customer;city\n31;Moretti;"Bari; port"\n') == first + "Moretti,Bari; port,31\n"


@pytest.mark.parametrize(
    ("other", "said"),
    [("customer\nBerg\n", "2.csv.*city"), ("city,customer,more\n", "2.csv.*more"), ("", "2.csv is empty"),
     ("city,customer\nOslo\n", "2.csv: row 2")],
)  # fmt: skip
def test_a_table_that_does_not_belong_is_named(other: str, said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        stacked("customer,city\nAbe,Rome\n", other)


def test_every_operation_of_these_modules_is_tried() -> None:
    modules = ("network", "cash", "music", "rows")
    wanted = {o.id for o in catalogue().values() if o.module.removeprefix("operations_") in modules}
    assert wanted == {case[0] for case in CASES} | {"stack_tables"}
