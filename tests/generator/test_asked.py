"""What a request asks and gives word for word, and what of it a plan has lost."""

import pytest

from generator.asked import clauses, completed, exact, lost
from generator.contract import Claim, Control, Kind, Plan, Shown
from generator.tongue import telling, tongue

TODO = (
    "Hi there! A to-do list with a button “Add task”. Deleting a task asks for confirmation. Finished tasks are struck "
    "through, and it saves to tasks.json."
)


def plan(*claims: str, fields: str = "", **more: object) -> Plan:
    controls = [Control(name=name, role="text") for name in fields.split("; ") if name]
    outputs = [Shown(name="Tasks", form="list")]
    return Plan(
        title="To-do List",
        kind=Kind.WEB,
        claims=[Claim(id=f"c{n}", text=text) for n, text in enumerate(claims, 1)],
        controls=controls,
        outputs=outputs,
    ).model_copy(update=more)


GOOD = (
    "“Add task” puts a task on the list.",
    "Before a task is deleted, the app asks for confirmation.",
    "A finished task is struck through.",
    "Tasks are saved in tasks.json.",
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Labels “Add item” and \"Saved.\", `x-1` too", ["Add item", "Saved", "x-1"]),
        ("Der Knopf heißt „Los geht’s!“, die Liste »Alle«.", ["Los geht’s!", "Alle"]),
        ("Le bouton « Ajouter » et 'Tout voir'", ["Ajouter", "Tout voir"]),
        ("ボタン「保存」", ["保存"]),
        ("GET /api/items/{id} and /health answer", ["GET /api/items/{id}", "/health"]),
        ("reads sales-2024.csv, writes out.json with --top 5", ["sales-2024.csv", "out.json", "--top"]),
        ('test id save-btn, data-testid="grand-total"', ["save-btn", "grand-total"]),
        ("unit_price in #ff8800, to a.smith@example.com", ["unit_price", "#ff8800", "a.smith@example.com"]),
        ("it's the users' list and/or 5/7 at 90 km/h, don't ask the dogs' owners, see http://a.b/c", []),
        ('a 27" screen beside a 24" one', []),
    ],
)  # fmt: skip
def test_names_that_the_request_gives_are_found_word_for_word(text: str, names: list[str]) -> None:
    assert exact(text) == names


def test_clauses_are_parts_that_ask_and_quotes_stay_whole() -> None:
    assert clauses(TODO) == [
        "A to-do list with a button “Add task”",
        "Deleting a task asks for confirmation",
        "Finished tasks are struck through",
        "it saves to tasks.json",
    ]
    assert clauses("It says “Yes, and no. Maybe; perhaps” at 1.5 km") == [
        "It says “Yes, and no. Maybe; perhaps” at 1.5 km"
    ]
    assert clauses("- add books\n- delete books, sort books") == ["add books", "delete books", "sort books"]
    assert clauses("本を追加できて、冊数を表示する。") == ["本を追加できて", "冊数を表示する"]


def test_a_plan_that_has_it_all_has_lost_nothing() -> None:
    assert not lost(TODO, plan(*GOOD))


def test_a_dropped_clause_and_a_name_that_was_put_in_other_words_are_noticed() -> None:
    gone = lost(TODO, plan("“Add Task” puts a task on the list.", "A finished task is struck through.", "It is saved."))
    assert list(gone.clauses) == ["Deleting a task asks for confirmation"]
    assert list(gone.exact) == ["Add task", "tasks.json"]


def test_a_button_alone_makes_no_claim() -> None:
    only = plan(*GOOD[:1], *GOOD[2:])
    named = only.model_copy(update={"controls": [Control(name="Delete", role="button", about="asks for confirmation")]})
    assert list(lost(TODO, named).clauses) == ["Deleting a task asks for confirmation"]


def test_what_cannot_be_checked_is_not_lost() -> None:
    assert not lost(TODO, plan(*GOOD[:1], *GOOD[2:], unchecked=["Deleting asks for confirmation."]))


def test_background_may_be_left_out_but_no_order_and_not_half_of_the_request() -> None:
    sister, order = "I run a bakery with my sister.", "Loaves must weigh 100 g or more."
    text = f"{sister} A page for the price of a loaf at 1.20 per 100 g. {order}"
    claims = ("The price of a loaf is grams / 100 × 1.20.",)
    assert list(lost(text, plan(*claims)).clauses) == [sister.rstrip(".")]
    assert not lost(text, plan(*claims, background=[sister]))
    assert lost("Sort it. Print it.", plan("Something else.", background=["Sort it.", "Print it."]))
    assert lost(text + " It must be blue.", plan(*claims, background=[sister, order, "It must be blue."]))


def test_what_stays_lost_becomes_claims_in_the_users_words() -> None:
    whole = completed(TODO, plan(*GOOD[:1], *GOOD[2:]))
    assert [claim.text for claim in whole.claims] == [*GOOD[:1], *GOOD[2:], "Deleting a task asks for confirmation"]
    assert len({claim.id for claim in whole.claims}) == 4
    assert whole.exact == ["Add task", "tasks.json"]


def test_what_is_more_than_a_plan_can_hold_is_said_to_be_unchecked() -> None:
    many = [f"Rule {n} of the list is kept." for n in range(11)]
    whole = completed(TODO, plan(*many))
    assert len(whole.claims) == 12
    lost = {"Deleting a task asks for confirmation", "Finished tasks are struck through", "it saves to tasks.json"}
    assert lost <= {*whole.unchecked, whole.claims[-1].text}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("split a dinner bill, with tip, between friends", "en"),
        ("I enter my courses with grade and credits and want to see the average", "en"),
        ("Ein Haushaltsbuch: Ich trage Einnahmen und Ausgaben ein und sehe den Saldo.", "de"),
        ("Rechner für die Kosten einer Fahrt mit dem Auto", "de"),
        ("Une liste de courses qui me dit combien il reste à payer", "fr"),
        ("Una lista de la compra que me dice cuánto queda por pagar", "es"),
        ("Un elenco della spesa che mi dice quanto resta da pagare", "it"),
        ("Een boodschappenlijst die zegt hoeveel ik nog moet betalen", "nl"),
        ("読んだ本の一覧", "ja"),
        ("Список покупок с ценами", "cyrillic"),
        ("Λίστα αγορών με τιμές", "el"),
        ("bmi calculator", ""),
        ("Saldo, Budget, Export", ""),
    ],
)
def test_a_language_is_told_by_its_small_words_or_not_at_all(text: str, name: str) -> None:
    assert tongue(text) in (name, "")
    assert tongue(text) == name or len(text.split()) < 9


def test_a_plan_in_another_language_is_noticed() -> None:
    text = "Ein Haushaltsbuch: Ich trage Einnahmen und Ausgaben ein und sehe, wie viel noch auf dem Konto ist."
    english = plan("Income and expenses are added to the list.", "The balance is the sum of what is in the list.")
    german = plan("Einnahmen und Ausgaben stehen in der Liste.", "Der Saldo ist das, was noch auf dem Konto ist.")
    assert lost(text, english).tongue
    assert not lost(text, german).tongue


def test_words_that_say_little_are_left_out() -> None:
    assert telling("I want to see the average of my grades") == ["average", "grades"]
    assert telling("タイトル") == ["タイ", "イト", "トル"]
