"""Sums as trees: a number, or an operator with its parts."""

OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "neg": lambda a: -a,
}


def evaluate(tree):
    if not isinstance(tree, tuple):
        return tree
    name, *parts = tree
    return OPERATORS[name](*(evaluate(part) for part in parts))


def simplify(tree):
    """Take out what changes nothing: twice negated, plus nought, times one."""
    if not isinstance(tree, tuple):
        return tree
    name, *parts = tree
    if name == "neg":
        (part,) = parts
        if part[0] == "neg":
            return simplify(part[1])
        return ("neg", simplify(part))
    left, right = (simplify(part) for part in parts)
    if name == "+" and right == 0:
        return left
    if name == "*" and right == 1:
        return left
    return (name, left, right)


def show(tree):
    if not isinstance(tree, tuple):
        return str(tree)
    name, *parts = tree
    if name == "neg":
        return f"-{show(parts[0])}"
    return f"({show(parts[0])} {name} {show(parts[1])})"
