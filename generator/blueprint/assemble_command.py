"""Puts a command together: `main.py` that reads its arguments, and the blocks it needs. Refuses to run it."""

import re

from generator.blueprint.assemble import format_of, literal, with_blocks
from generator.blueprint.catalogue import catalogue
from generator.blueprint.command_sketch import Command, Way, is_optional
from generator.blueprint.rules import Scope, rule_of
from generator.blueprint.schema import Output
from sandbox.contract import Files

TYPES = {"number": "float", "money": "float", "percent": "float", "integer": "int", "date": "day"}
READ = {"file": "text", "filter": "text", "stdin": "text", "folder": "folder"}
MAIN = '''"""{title}. Put together from the building blocks beside it."""

import argparse
{imports}
{blocks}

{functions}
def main() -> None:
    parser = argparse.ArgumentParser(description={description})
{arguments}    given = parser.parse_args()
{work}

if __name__ == "__main__":
    run(main{failure})
'''


def assemble_command(command: Command, outputs: list[Output]) -> Files:
    """The files of the command; `outputs` are those of its form, whichever rule they have now."""
    scope = Scope.of(command.form.inputs)
    taken = set(catalogue()) | {"run", "tell", "text", "folder", "upload", "day", "main", "given", "parser"}
    names: dict[str, set[str]] = {"terminal": {"run", "tell"}}
    operations: set[str] = set()
    functions: list[str] = []
    imports: list[str] = []
    work = [_reading(way, names["terminal"]) for way in command.ways if way.how in (*READ, "many", "files")]
    for output in outputs:
        if (rule := rule_of(output, scope, taken)) is None:
            continue
        functions += rule.functions
        imports += rule.imports
        for helper in ("text_of", "moment_of"):
            if f"{helper}(" in rule.expression:
                names.setdefault("operation", set()).add(helper)
        if rule.operation is not None:
            names.setdefault(rule.operation.module, set()).add(rule.operation.id)
            operations.add(rule.operation.id)
        kind = format_of(output, rule)
        named = re.sub(r"\bv\.(?=[a-z_])", "given.", rule.expression)
        more = f", {literal(kind)}" if kind == "money" else ""
        more += f", between={literal(command.used.between)}" if command.used.between != "\t" else ""
        if len(outputs) == 1:
            work.append(f"tell({named}{more})")
        else:
            work += [f"given.{output.name} = {named}", f"tell(given.{output.name}{more}, name={literal(output.label)})"]
        scope.add(output.name, output.label, kind)
    arguments = [_argument(way) for way in command.ways if way.how != "stdin"]
    names["terminal"] |= {"day"} if any("type=day" in one for one in arguments) else set()
    title = _plain(command.sketch.title)
    blocks = [f"from blocks.{module} import {', '.join(sorted(used))}" for module, used in sorted(names.items())]
    source = MAIN.format(
        title=title,
        imports="".join(f"{line}\n" for line in sorted(set(imports))),
        blocks="\n".join(blocks),
        functions="".join(f"\n{function}\n\n" for function in functions),
        description=literal(title),
        arguments="".join(map(_added, arguments)),
        work="".join(f"    {line}\n" for line in work),
        failure=_statuses(command),
    )
    return with_blocks("main.py", source, set(names), operations)


def _statuses(command: Command) -> str:
    """With which status it ends for what can't be done, and for arguments that are refused before."""
    failure = command.used.failure
    told = f", failure={failure}" if failure != 1 else ""
    return f"{told}, refused={failure}" if command.used.wrong and failure != 2 else told


def _added(argument: str) -> str:
    """One line, or three where it is too long."""
    line = f"    parser.add_argument({argument})\n"
    return line if len(line) <= 100 else f"    parser.add_argument(\n        {argument}\n    )\n"


def _reading(way: Way, needed: set[str]) -> str:
    """The line that puts what was read in the place of its name."""
    if way.how == "many":
        joint = "\\n" if way.field.type == "long_text" else " "
        return f'given.{way.field.name} = "{joint}".join(given.{way.field.name})'
    if way.how == "files":
        needed.add("upload")
        return f"given.{way.field.name} = [upload(name) for name in given.{way.field.name}]"
    called = "upload" if way.field.type == "file" and way.how != "folder" else READ[way.how]
    needed.add(called)
    named = ('"-"' if called == "upload" else "") if way.how == "stdin" else f"given.{way.field.name}"
    return f"given.{way.field.name} = {called}({named})"


def _argument(way: Way) -> str:
    """What says to argparse how a field is given."""
    field, told = way.field, _plain(way.about or way.field.label)
    if way.how == "flag":
        action = "store_false" if field.default else "store_true"
        return f"{literal(way.name)}, dest={literal(field.name)}, action={literal(action)}, help={_help(told)}"
    more = [f"type={TYPES[field.type]}"] if field.type in TYPES else []
    more += [f"choices={field.options!r}"] if field.type == "choice" and field.options else []
    if way.how == "option":
        value = f"default={literal(field.default)}" if is_optional(way) else "required=True"
        more = [f"dest={literal(field.name)}", *more, value]
        said = field.default in (None, "") or str(field.default) in told
        told += "" if said else f" ({_plain(str(field.default))} otherwise)"
        return ", ".join([literal(way.name), *more, f"help={_help(told)}"])
    more += (
        ['nargs="?"', 'default="-"'] if way.how == "filter" else ['nargs="+"'] if way.how in ("many", "files") else []
    )
    told += ", standard input without one" if way.how == "filter" else ""
    return ", ".join([literal(field.name), f"metavar={literal(way.name)}", *more, f"help={_help(told)}"])


def _help(told: str) -> str:
    return literal(told.replace("%", "%%"))


def _plain(told: str) -> str:
    """A text that may stand in a line of source or a docstring."""
    return " ".join(told.replace("\\", "").replace('"', "'").split())
