"""The command that settles a disputed claim. Refuses to do so without a word of the user."""

from typing import Annotated

import typer

from gallery.answer import print_json
from gallery.commands import Id, Json, app, command
from gallery.console import make_console, show_receipt
from gallery.receipt import as_json as receipt_json
from gallery.sweeping import open_shelf


@app.command()
@command
def settle(
    id: Id,  # noqa: A002
    claim: Annotated[int, typer.Argument(metavar="CLAIM", min=1, help="Which claim of the receipt, from 1.")],
    right: Annotated[bool, typer.Option("--yes/--no", help="The app is right, or the check is.")],
    as_json: Json = False,
) -> None:
    """Settle a disputed claim: --yes, the app is right as it is; --no, it is not."""
    from gallery.settle import settle as settle_claim

    with open_shelf() as shelf:
        entry = shelf.find(id)
        receipt = settle_claim(shelf, entry, claim, app_is_right=right)
        if as_json:
            print_json(receipt_json(receipt, folder=""))
        else:
            show_receipt(make_console(), receipt)
