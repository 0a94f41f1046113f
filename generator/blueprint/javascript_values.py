"""Turns expressions of Python into JavaScript. Refuses, by Untranslatable, whatever may mean another thing there."""

import ast
import json
import re
from collections.abc import Mapping, Sequence

from generator.blueprint.translated import (
    BUILTINS,
    CONSTANTS,
    FLAGS,
    MATH,
    METHODS,
    PATTERNS,
    RANDOM,
    REGEX,
    STEADY,
    Untranslatable,
    camel,
    name,
)

_ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "add"), ast.Sub: ("-", "subtract"), ast.Mult: ("*", "multiply"), ast.Div: ("", "divide"),
    ast.FloorDiv: ("", "floorDivide"), ast.Mod: ("", "modulo"), ast.Pow: ("**", "power"),
}  # fmt: skip
_COMPARED: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_TIGHT = {"+": 1, "-": 1, "*": 2}
_SPEC = re.compile(r"\+?0?\d*,?(\.\d+)?[dfg%]?")


class Values:
    """Expressions inside one function. `kinds`: what its names are (num, str, bool), where that is certain; `known`:
    functions and tables beside it, and what they are called."""

    def __init__(self, kinds: dict[str, str], known: Mapping[str, str]) -> None:
        self.kinds = kinds
        self.known = known
        self.locals: set[str] = set()

    def value(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=value):
                return self._constant(value)
            case ast.Name(id=called):
                return self._name(called)
            case ast.BinOp(left=left, op=op, right=right):
                return self._sum(left, op, right)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return f"!{self._tight(self.test(inner), inner)}"
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return f"-{self._tight(self.value(inner), inner)}"
            case ast.BoolOp(op=op, values=values):
                return self._either(op, values)
            case ast.Compare():
                return self._compare(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return f"({self.test(test)} ? {self.value(body)} : {self.value(orelse)})"
            case ast.JoinedStr(values=parts):
                return self._template(parts)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return f"[{self._items(parts)}]"
            case ast.Set(elts=parts):
                return f"new Set([{self._items(parts)}])"
            case ast.Dict(keys=keys, values=values) if all(keys):
                pairs = [f"[{self.value(k)}, {self.value(v)}]" for k, v in zip(keys, values, strict=True) if k]
                return f"new Map([{', '.join(pairs)}])"
            case ast.ListComp(elt=made, generators=loops) | ast.GeneratorExp(elt=made, generators=loops):
                return self._gathered(made, loops)
            case ast.SetComp(elt=made, generators=loops):
                return f"new Set({self._gathered(made, loops)})"
            case ast.DictComp(key=key, value=held, generators=loops):
                return f"new Map({self._gathered(ast.Tuple([key, held], ast.Load()), loops)})"
            case ast.Subscript(value=held, slice=ast.Slice(lower=low, upper=high, step=step)):
                bounds = [self.value(part) if part else "null" for part in (low, high, step)]
                return f"py.slice({self.value(held)}, {', '.join(bounds if step else bounds[:2])})"
            case ast.Subscript(value=held, slice=index):
                return f"py.item({self.value(held)}, {self.value(index)})"
            case ast.Attribute(value=held, attr=attribute):
                return self._attribute(held, attribute)
            case ast.Lambda(args=arguments, body=body):
                return self._arrow([argument.arg for argument in arguments.args], body)
            case ast.NamedExpr(target=target, value=value):
                return f"({name(target.id)} = {self.value(value)})"
            case ast.Call():
                return self._call(node)
        raise Untranslatable(f"an expression ({type(node).__name__})")

    def test(self, node: ast.expr) -> str:
        """A value as it counts in a condition."""
        if self.kind(node) in ("bool", "num"):
            return self.value(node)
        if isinstance(node, ast.BoolOp):
            sign = " && " if isinstance(node.op, ast.And) else " || "
            return f"({sign.join(self.test(part) for part in node.values)})"
        return f"py.truth({self.value(node)})"

    def kind(self, node: ast.expr) -> str:
        """num, str, bool or "" where that isn't certain."""
        match node:
            case ast.Constant(value=bool()):
                return "bool"
            case ast.Constant(value=int() | float()):
                return "num"
            case ast.Constant(value=str()) | ast.JoinedStr():
                return "str"
            case ast.Name(id=called):
                return self.kinds.get(called, "")
            case ast.UnaryOp(op=ast.Not()) | ast.Compare():
                return "bool"
            case ast.UnaryOp(operand=inner):
                return self.kind(inner)
            case ast.BoolOp(values=values) | ast.Tuple(elts=[*values]):
                kinds = {self.kind(value) for value in values}
                return kinds.pop() if len(kinds) == 1 and isinstance(node, ast.BoolOp) else ""
            case ast.IfExp(body=body, orelse=orelse):
                return self.kind(body) if self.kind(body) == self.kind(orelse) else ""
            case ast.BinOp(left=left, op=op, right=right):
                pair = {self.kind(left), self.kind(right)}
                return "num" if pair == {"num"} else "str" if pair == {"str"} and isinstance(op, ast.Add) else ""
            case ast.Call(func=ast.Name(id=called)):
                return STEADY.get(called, "") if called not in self.locals else ""
            case ast.Call(func=ast.Attribute(value=ast.Name(id="math"))) | ast.Attribute(value=ast.Name(id="math")):
                return "num"
            case ast.Call(func=ast.Attribute(attr=method)):
                return STEADY.get(f".{method}", "")
        return ""

    def _constant(self, value: object) -> str:
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, int | float):
            return (
                repr(round(value))
                if isinstance(value, float) and value.is_integer() and abs(value) < 1e15
                else repr(value)
            )
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
        raise Untranslatable("a constant of an unusual sort")

    def _name(self, called: str) -> str:
        if called in self.locals or called in self.kinds:
            return name(called)
        if called in self.known:
            return self.known[called]
        if called in BUILTINS:
            return _of(BUILTINS[called])
        raise Untranslatable(f"{called}, which isn't known there")

    def _sum(self, left: ast.expr, op: ast.operator, right: ast.expr) -> str:
        if type(op) not in _ARITHMETIC:
            raise Untranslatable(f"an operator ({type(op).__name__})")
        sign, called = _ARITHMETIC[type(op)]
        one, two = self.value(left), self.value(right)
        plain = {self.kind(left), self.kind(right)}
        if isinstance(op, ast.Div) and plain == {"num"} and isinstance(right, ast.Constant) and right.value:
            return f"{self._beside(one, left, 2)} / {self._beside(two, right, 3)}"
        if sign in _TIGHT and (plain == {"num"} or (plain == {"str"} and sign == "+")):
            strength = _TIGHT[sign]
            return f"{self._beside(one, left, strength)} {sign} {self._beside(two, right, strength + 1)}"
        return f"py.{called}({one}, {two})"

    def _beside(self, text: str, node: ast.expr, strength: int) -> str:
        """An operand, in brackets where it binds less than what stands beside it."""
        if isinstance(node, ast.BinOp) and " " in text and not re.match(r"[\w.]+\(.*\)\Z", text):
            own = 1 if isinstance(node.op, ast.Add | ast.Sub) else 2
            return f"({text})" if own < strength else text
        return self._tight(text, node) if isinstance(node, ast.Compare | ast.BoolOp | ast.NamedExpr) else text

    def _tight(self, text: str, node: ast.expr) -> str:
        whole = isinstance(node, ast.Name | ast.Constant | ast.Call | ast.Subscript | ast.Attribute)
        return text if whole or (text.startswith(("py.truth(", "(")) and text.endswith(")")) else f"({text})"

    def _either(self, op: ast.boolop, values: Sequence[ast.expr]) -> str:
        if all(self.kind(value) == "bool" for value in values):
            sign = " && " if isinstance(op, ast.And) else " || "
            return f"({sign.join(self.value(value) for value in values)})"
        *first, last = values
        text = self.value(last)
        for value in reversed(first):
            one = self.value(value)
            if not isinstance(value, ast.Name | ast.Constant):
                called = "both" if isinstance(op, ast.And) else "either"
                text = f"py.{called}({one}, () => {text})"
            else:
                yes, no = (text, one) if isinstance(op, ast.And) else (one, text)
                text = f"({self.test(value)} ? {yes} : {no})"
        return text

    def _compare(self, node: ast.Compare) -> str:
        parts = [node.left, *node.comparators]
        told = [self._compared(a, op, b) for a, op, b in zip(parts, node.ops, parts[1:], strict=False)]
        return told[0] if len(told) == 1 else f"({' && '.join(told)})"

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        one, two = self.value(left), self.value(right)
        simple = {self.kind(left), self.kind(right)} & {"num", "str", "bool"}
        match op:
            case ast.Is() | ast.IsNot() if isinstance(right, ast.Constant) and right.value is None:
                return f"{one} {'==' if isinstance(op, ast.Is) else '!='} null"
            case ast.Eq() | ast.NotEq():
                different = isinstance(op, ast.NotEq)
                if simple:
                    return f"{one} {'!==' if different else '==='} {two}"
                return f"{'!' if different else ''}py.equal({one}, {two})"
            case ast.In() | ast.NotIn():
                return f"{'!' if isinstance(op, ast.NotIn) else ''}py.contains({two}, {one})"
        if type(op) in _COMPARED:
            sign = _COMPARED[type(op)]
            return f"{one} {sign} {two}" if simple else f"py.compare({one}, {two}) {sign} 0"
        raise Untranslatable("a comparison of an unusual sort")

    def _template(self, parts: Sequence[ast.expr]) -> str:
        written = []
        for part in parts:
            match part:
                case ast.Constant(value=str() as text):
                    quoted = json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"')
                    written.append(re.sub(r"(`|\$\{)", r"\\\1", quoted).replace("</", "<\\/"))
                case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                    plain = self.kind(value) == "str"
                    written.append(f"${{{self.value(value) if plain else f'py.text({self.value(value)})'}}}")
                case ast.FormattedValue(
                    value=value, conversion=-1, format_spec=ast.JoinedStr(values=[ast.Constant(value=str() as spec)])
                ) if _SPEC.fullmatch(spec):
                    written.append(f"${{py.format({self.value(value)}, {json.dumps(spec)})}}")
                case _:
                    raise Untranslatable("a text put together in an unusual way")
        return f"`{''.join(written)}`"

    def _items(self, parts: Sequence[ast.expr]) -> str:
        return ", ".join(
            f"...{self.iterated(part.value)}" if isinstance(part, ast.Starred) else self.value(part) for part in parts
        )

    def iterated(self, node: ast.expr) -> str:
        return f"py.each({self.value(node)})"

    def _gathered(self, made: ast.expr, loops: Sequence[ast.comprehension]) -> str:
        first, *rest = loops
        inside = {n.id for loop in loops for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
        over = self.iterated(first.iter)
        before, kinds = self.locals, self.kinds
        self.locals, self.kinds = before | inside, {k: v for k, v in kinds.items() if k not in inside}
        target = self.target(first.target)
        bound = target if target.startswith("[") is False else f"({target})"
        for condition in first.ifs:
            over += f".filter({bound} => {self.test(condition)})"
        if rest:
            text = f"{over}.flatMap({bound} => {self._gathered(made, rest)})"
        else:
            body = self.value(made)
            same = isinstance(made, ast.Name) and name(made.id) == target
            text = over if same else f"{over}.map({bound} => {body})"
        self.locals, self.kinds = before, kinds
        return text

    def _arrow(self, parameters: Sequence[str], body: ast.expr) -> str:
        before = self.locals
        self.locals = before | set(parameters)
        text = f"({', '.join(map(name, parameters))}) => {self.value(body)}"
        self.locals = before
        return text

    def _attribute(self, held: ast.expr, attribute: str) -> str:
        if isinstance(held, ast.Name) and held.id == "math" and attribute in CONSTANTS:
            return CONSTANTS[attribute]
        if isinstance(held, ast.Name) and held.id == "v":
            return f"v.{name(attribute)}"
        if attribute == "days":
            return self.value(held)
        if attribute in ("year", "month", "day"):
            return f"{self.value(held)}.{attribute}"
        raise Untranslatable(f"the attribute {attribute}")

    def _call(self, node: ast.Call) -> str:
        match node.func:
            case ast.Name(id=called) if called in self.known or called in self.locals:
                return f"{self._name(called)}({self._arguments(node, plain=called not in self.known)})"
            case ast.Name(id="timedelta"):
                return self._days(node)
            case ast.Name(id=called) if called in BUILTINS:
                return f"{_of(BUILTINS[called])}({self._arguments(node)})"
            case ast.Attribute(value=ast.Name(id="date"), attr="today"):
                return "py.today()"
            case ast.Attribute(value=ast.Name(id="math"), attr=called) if called in MATH:
                return f"{_of(MATH[called])}({self._arguments(node)})"
            case ast.Attribute(value=ast.Name(id="re"), attr=called) if called in REGEX:
                return self._regex(called, node)
            case ast.Attribute(value=ast.Name(id="random" | "secrets"), attr=called) if called in RANDOM:
                return f"py.{RANDOM[called]}({self._arguments(node)})"
            case ast.Attribute(value=ast.Call(func=ast.Attribute(attr="SystemRandom")), attr=called) if (
                called in RANDOM
            ):
                return f"py.{RANDOM[called]}({self._arguments(node)})"
            case ast.Attribute(value=ast.Constant(value=str() as between), attr="join"):
                return f"py.each({self._arguments(node)}).join({self._constant(between)})"
            case ast.Attribute(value=held, attr="join"):
                return f"py.each({self._arguments(node)}).join({self.value(held)})"
            case ast.Attribute(value=held, attr=called) if called in METHODS:
                given = self._arguments(node)
                return f"py.{METHODS[called]}({self.value(held)}{', ' if given else ''}{given})"
        raise Untranslatable(f"the call {ast.unparse(node.func)}")

    def _arguments(self, node: ast.Call, *, plain: bool = True) -> str:
        """Arguments; by name they go as an object, which is what the functions of python.js and operations take."""
        texts = [
            f"...{self.iterated(part.value)}" if isinstance(part, ast.Starred) else self.value(part)
            for part in node.args
        ]
        if any(keyword.arg is None for keyword in node.keywords):
            raise Untranslatable("arguments by a mapping")
        if node.keywords and not plain:
            raise Untranslatable("arguments by name")
        named = [f"{camel(keyword.arg or '')}: {self.value(keyword.value)}" for keyword in node.keywords]
        return ", ".join([*texts, *([f"{{{', '.join(named)}}}"] if named else [])])

    def _days(self, node: ast.Call) -> str:
        match node:
            case ast.Call(args=[days], keywords=[]) | ast.Call(args=[], keywords=[ast.keyword(arg="days", value=days)]):
                return self.value(days)
            case ast.Call(args=[], keywords=[ast.keyword(arg="weeks", value=weeks)]):
                return f"py.multiply(7, {self.value(weeks)})"
        raise Untranslatable("a length of time that isn't in days")

    def _regex(self, called: str, node: ast.Call) -> str:
        pattern, *rest = node.args
        if not isinstance(pattern, ast.Constant) or not isinstance(pattern.value, str):
            raise Untranslatable("a pattern that isn't written out")
        flags = "gu"
        if len(rest) > REGEX[called][1]:
            if not (isinstance(flag := rest.pop(), ast.Attribute) and flag.attr in FLAGS):
                raise Untranslatable("a pattern with unusual flags")
            flags += FLAGS[flag.attr]
        text = pattern.value
        if "(?P" in text or "\\Z" in text or "(?i" in text or node.keywords:
            raise Untranslatable("a pattern of an unusual sort")
        for python, script in PATTERNS:
            text = re.sub(python, script, text)
        if r"\W" in text:
            raise Untranslatable("a pattern of an unusual sort")
        slashed = re.sub(r"(?<!\\)/", r"\/", text).replace("\n", "\\n")
        if called == "fullmatch":
            slashed = f"^(?:{slashed})$"
        given = "".join(f", {self.value(part)}" for part in rest)
        return f"py.{REGEX[called][0]}(/{slashed}/{flags}{given})"

    def target(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=called):
                return name(called)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                inner = [f"...{self.target(p.value)}" if isinstance(p, ast.Starred) else self.target(p) for p in parts]
                return f"[{', '.join(inner)}]"
        raise Untranslatable("something unusual that is assigned to")


def _of(called: str) -> str:
    return called if "." in called else f"py.{called}"
