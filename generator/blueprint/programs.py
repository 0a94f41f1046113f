"""Commands and apis, of whichever blocks they are made: their sketch, what they can be held to, their files and names.
Refuses to know how any of them is made."""

from collections.abc import Callable

from generator.blueprint.api_proofs import as_routes, hold_api
from generator.blueprint.api_sketch import Api, sketch_api
from generator.blueprint.asking import Asking
from generator.blueprint.assemble_api import assemble_api
from generator.blueprint.assemble_command import assemble_command
from generator.blueprint.balance_proofs import hold_account
from generator.blueprint.balance_words import Account, read_account
from generator.blueprint.balances import account_routes, assemble_account
from generator.blueprint.command_proofs import as_line, hold_command
from generator.blueprint.command_sketch import Command, sketch_command
from generator.blueprint.entries_api import Kept, assemble_kept, kept_routes, sketch_kept
from generator.blueprint.entries_command import Keeper, assemble_keeper, hold_keeper, keeper_line, sketch_keeper
from generator.blueprint.entries_proofs import hold_kept
from generator.blueprint.schema import Output
from generator.blueprint.sentence import content
from generator.blueprint.things import Inventory
from generator.contract import CommandLine, GeneratorError, Kind, Route
from sandbox.contract import Files, Sandbox

Program = Command | Keeper | Api | Kept | Account


def sketch_program(kind: Kind, text: str, asking: Asking, box: Callable[[], Sandbox]) -> Program:
    """The command or api that a sentence asks for. Raises GeneratorError when no blocks make it."""
    if not content(text):
        raise GeneratorError("Nothing is asked for.", "Say in a sentence what the program should do.")
    if kind is Kind.API:
        return read_account(text) or sketch_kept(text) or sketch_api(text, asking, box)
    return sketch_keeper(text) or sketch_command(text, asking, box)


def hold_program(program: Program) -> Inventory:
    """The things that it does, each with what shows it."""
    match program:
        case Command():
            return hold_command(program)
        case Keeper():
            return hold_keeper(program)
        case Api():
            return hold_api(program)
        case Kept():
            return hold_kept(program)
        case Account():
            return hold_account(program)


def program_files(program: Program, outputs: list[Output]) -> Files:
    """Its files; `outputs` are those of a command's form, whichever rule they have now."""
    match program:
        case Command():
            return assemble_command(program, outputs)
        case Keeper():
            return assemble_keeper(program)
        case Api():
            return assemble_api(program)
        case Kept():
            return assemble_kept(program)
        case Account():
            return assemble_account(program)


def program_routes(program: Program | None) -> list[Route]:
    """What an api can be asked."""
    match program:
        case Api():
            return as_routes(program)
        case Kept():
            return kept_routes(program)
        case Account():
            return account_routes(program)
    return []


def program_line(program: Program | None) -> CommandLine | None:
    """How a command is used."""
    return (
        as_line(program)
        if isinstance(program, Command)
        else keeper_line(program)
        if isinstance(program, Keeper)
        else None
    )
