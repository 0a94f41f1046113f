"""Puts an api together: `app.py` with a typed function for each request, and the blocks it needs. Refuses to run it."""

import re

from generator.blueprint.api_sketch import Api, Worked
from generator.blueprint.assemble import literal, with_blocks
from generator.blueprint.catalogue import catalogue
from generator.blueprint.mend import identifier
from generator.blueprint.rules import Scope, rule_of
from generator.blueprint.schema import Field
from sandbox.contract import Files

TYPES = {"number": "float", "money": "float", "percent": "float", "integer": "int", "date": "date"}


class _Source:
    """What the requests of one api need."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {"service": {"service"}, "answers": {"answer"}}
        self.imports = {"from typing import Any"}
        self.operations: set[str] = set()
        self.functions: list[str] = []
        self.taken = set(catalogue()) | {"app", "answer", "service", "holds", "date", "roll"}

    def route(self, route: Worked) -> str:
        """The function that answers one request."""
        asked = route.asked
        name = identifier("_".join([asked.method.lower(), *re.findall(r"\w+", re.sub(r"\{\w+\}", "", asked.path))]))
        takes = ", ".join(self._parameter(route, one) for one in route.fields)
        status = f", status_code={asked.status}" if asked.status != 200 else ""
        path = asked.path
        for one, given in zip(route.fields, asked.varies, strict=False):
            path = path.replace(f"{{{given}}}", f"{{{one.name}}}")
        lines = [f"@app.{asked.method.lower()}({literal(path)}{status})", f"def {name}({takes}) -> dict[str, Any]:"]
        told = ", ".join(part.name for part in route.parts) or ", ".join(asked.gives or ())
        lines += [f'    """Answers with {told}."""']
        return "\n".join([*lines, *(self._dice(route) if route.dice else self._parts(route))])

    def _parameter(self, route: Worked, one: Field) -> str:
        """A parameter with its type; one whose name Python keeps for itself is sent by its own."""
        kind = TYPES.get(one.type, "str")
        if route.asked.sends and one.name == route.asked.sends:
            return f"{one.name}: list[{'float' if one.name == 'numbers' else 'str'}]"
        self.imports |= {"from datetime import date"} if kind == "date" else set()
        if one.name in {*route.asked.varies, *route.asked.query}:
            return f"{one.name}: {kind}"
        self.imports |= {"from typing import Annotated, Any"}
        self.imports -= {"from typing import Any"}
        how = "Query" if one.label in route.asked.query else "Body"
        self.imports |= {f"from fastapi import {how}"}
        if one.label in route.asked.query:
            return f'{one.name}: Annotated[{kind}, Query(alias="{one.label}")]'
        return f"{one.name}: Annotated[{kind}, Body(embed=True)]"

    def _parts(self, route: Worked) -> list[str]:
        scope = Scope.of(route.fields)
        parts = []
        for part in route.parts:
            rule = rule_of(part.decision.output, scope, self.taken)
            if rule is None:
                continue
            self.functions += rule.functions
            self.imports |= set(rule.imports)
            if rule.operation is not None:
                self.names.setdefault(rule.operation.module, set()).add(rule.operation.id)
                self.operations.add(rule.operation.id)
            worked = re.sub(r"\bv\.(?=[a-z_])", "", rule.expression)
            if part.truth:
                self.names["answers"].add("holds")
                worked = f"holds({worked})"
            parts.append(f"{literal(part.name)}: {worked}")
        flat = f"    return answer({{{', '.join(parts)}}})"
        if len(flat) <= 100:
            return [flat]
        return ["    return answer(", "        {", *(f"            {part}," for part in parts), "        }", "    )"]

    def _dice(self, route: Worked) -> list[str]:
        self.names |= {"dice": {"roll"}}
        gives = route.asked.gives or {}
        parts = [f"{literal(name)}: rolled.{'rolls' if isinstance(v, list) else 'total'}" for name, v in gives.items()]
        most = f", most={route.dice}" if route.dice != 100 else ""
        return [f"    rolled = roll({route.fields[0].name}{most})", f"    return {{{', '.join(parts)}}}"]


def assemble_api(api: Api) -> Files:
    """The files of the api."""
    made = _Source()
    routes = [made.route(route) for route in api.routes]
    imports = "\n".join(sorted(made.imports, key=lambda line: ("fastapi" in line, line)))
    imports = imports.replace("\nfrom fastapi", "\n\nfrom fastapi", 1)
    blocks = "\n".join(f"from blocks.{m} import {', '.join(sorted(names))}" for m, names in sorted(made.names.items()))
    failure = f", failure={api.failure}" if api.failure != 400 else ""
    title = api.title.replace("\\", "").replace('"', "'")
    head = f'"""{title}. Put together from the building blocks beside it."""\n\n{imports}\n\n{blocks}\n\n'
    head += f"app = service({literal(title)}{failure})"
    source = "\n\n\n".join([head, *(function.strip() for function in made.functions), *routes]) + "\n"
    return with_blocks("app.py", source, set(made.names), made.operations)
