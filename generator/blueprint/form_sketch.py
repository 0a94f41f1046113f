"""Sketches a form: what people enter and what they want to see. Refuses to say how it is worked out."""

from generator.blueprint.asking import TEXT, Asking, listing, one_of, record
from generator.blueprint.fields import FIELD

FORMATS = ("number", "money", "percent", "text", "long_text", "list", "table", "date", "download", "bar_chart", "line_chart", "picture")

TASK = """You design a small app: a form. List what the user types in, picks or uploads (inputs) and what the app then shows (outputs). Take everything from the request, add nothing. An input is never a result. Short labels in the user's language. Types: number, money, percent, text, long_text (several lines), choice (with options), yes_no, date, time, file.

Request: How much does a taxi ride cost? I give the distance in km, the price per km and whether it is night (20% more), and pick the city or the airport tariff.
{"title":"Taxi Cost","inputs":[{"label":"Distance (km)","type":"number","example":"12"},{"label":"Price per km","type":"money","example":"2.5"},{"label":"Night","type":"yes_no","example":"no"},{"label":"Tariff","type":"choice","options":["City","Airport"],"example":"City"}],"outputs":[{"label":"Total price","format":"money","about":"distance times price per km, 20 % more at night"}]}

Request: paste a list of names and pick a winner at random
{"title":"Winner Picker","inputs":[{"label":"Names","type":"long_text","example":"Ann\\nBob\\nCleo"}],"outputs":[{"label":"Winner","format":"text","about":"one of the names, picked at random"}]}

Request: toss a coin
{"title":"Coin Toss","inputs":[],"outputs":[{"label":"Result","format":"text","about":"heads or tails at random"}]}"""

SHAPE = record(
    title=TEXT,
    inputs=listing(FIELD, most=8),
    outputs=listing(record(label=TEXT, format=one_of(*FORMATS), about=TEXT), least=1, most=6),
)


def ask_form(text: str, asking: Asking) -> dict[str, object]:
    """What the model makes of the sentence as a form; raises nothing, {} when it gives nothing."""
    return asking.fill(TASK, f"Request: {text}", SHAPE, most=500) or {}
