"""Works out a line of arithmetic such as `(100 + 100*20/100)/4`. Refuses all but numbers, + - * / ** and brackets."""

import ast
import re

LONGEST = 300


def work_out(line: str) -> float | None:
    """The value of the line; an equals sign and what follows are left away. None when it isn't plain arithmetic."""
    line = re.sub(r"(?<=\d),(?=\d{3}(?!\d))|[$€£]", "", line.split("=")[0]).replace("×", "*").replace("÷", "/")
    line = line.replace("^", "**").strip().strip("`")
    if not line or len(line) > LONGEST:
        return None
    try:
        return _value(ast.parse(re.sub(r"([\d.)]+)\s*%", r"(\1/100)", line), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None


def is_worked(line: str) -> bool:
    """Whether the line has an operation in it and isn't just a result."""
    return re.search(r"[\d)]\s*[-+*/×÷^]", line.split("=")[0]) is not None


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd | ast.USub):
        value = _value(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left), _value(node.right)
        match node.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
            case ast.Pow() if abs(right) <= 1000 and abs(left) <= 1e6:
                power = left**right
                if isinstance(power, float):
                    return power
    raise ValueError("not plain arithmetic")
