from expressions import evaluate, show, simplify


def test_a_sum():
    assert evaluate(("+", 2, ("*", 3, 4))) == 14


def test_a_negation():
    assert evaluate(("neg", ("-", 1, 3))) == 2


def test_plus_nought_goes():
    assert simplify(("+", ("*", 5, 1), 0)) == 5


def test_twice_negated_goes():
    assert simplify(("neg", ("neg", 7))) == 7


def test_a_negated_sum_stays():
    assert simplify(("neg", ("+", 1, 2))) == ("neg", ("+", 1, 2))


def test_a_negated_number_stays():
    assert simplify(("+", ("neg", 4), 0)) == ("neg", 4)


def test_shown():
    assert show(("+", 1, ("neg", 2))) == "(1 + -2)"
