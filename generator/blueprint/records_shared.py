"""One amount that is shared out among the entries of a list in proportion to one of their columns: costs by square
metres, tips by hours, petrol by kilometres. Refuses what the words don't say the measure of."""

import re
from dataclasses import replace

from generator.blueprint.form_proofs import enter
from generator.blueprint.operations import terms
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.schema import Field, Output, Records
from generator.blueprint.sentence import content
from generator.blueprint.things import Inventory, Proof
from generator.contract import Press, SeeRow, Step
from generator.payload.blocks.formats import shown

_SPLIT = re.compile(
    r"\b(?:split\w*|divid\w+|share[sd]?|sharing|distribut\w+|apportion\w*|allocat\w+|proportion\w*)\b"
    r"|\b(?:auf|ver)(?:zu)?teil\w*|\bum(?:zu)?leg\w*|\bteilen\b|\banteil\w*"
    r"|\brépart\w+|\bpartag\w+|\bdivis\w+|\bprorata\b",
    re.I,
)
_EVENLY = re.compile(r"\b(?:equal(?:ly)?|even(?:ly)?|gleichmäßig|zu gleichen|équitablement|égales?|également)\b", re.I)
_WORD = r"[^\W\d_][\w'’²-]*"
_WHO = r"(?:I|we|you|it|they|he|ich|wir|es|er|man|je|nous|on|il)\b|j['’]"
_DOES = (
    r"(?:see|shows?|tells?|gets?|works?|calculat\w+|splits?|then|so|dann|puis|sehe\w*|zeig\w*|vois|voit|affich\w+"
    r"|calcul\w+)\b"
)
_END = rf"(?=[.;:]|$|(?:,|,? (?:and|und|et)) (?:{_WHO}|{_DOES})|,? (?:to see|um zu|pour)\b)"
_ENTRIES = re.compile(
    rf"\b(?:each|every|all(?: the| my| our)?|jede[nrms]?|alle|chaque) (?P<item>{_WORD}(?: {_WORD})?)"
    rf"(?: with| by|,? mit| avec|:) (?P<fields>.{{2,90}}?){_END}",
    re.I,
)
_ENTERED = re.compile(
    r"\b(?:I|we|you|people)(?: can| want to| first)? (?:type|give|enter|set|put|write|fill|say|add)(?: in)?\b"
    r"|\b(?:enter|type in)\b"
    r"|\b(?:gebe|geben|gibt?|trage|tragen|tippe|tippen)\b(?: (?:ich|wir|man))?|\beingeben\b"
    r"|\b(?:(?:j'|je |nous |on )(?:entre|saisi[st]|saisissons|entrons|indique|tape|note|donne)|saisir|entrer)\b",
    re.I,
)
_JOINED = re.compile(
    r"[\s,;]*\b(?:and|und|et|then|dann|danach|puis|ensuite|add|list|enter|note|ein|füge|trage|ajoute|the|I|we|ich|j'"
    r"|after that)\b[\s,;]*$|[\s,;]+$",
    re.I,
)
_CLAUSE = re.compile(r"(?:what|how much|was|wie viel|wieviel|ce qu[e'’]|combien)\b", re.I)
_NOT_OF_IT = r"(?!among|between|by|with|for|of|in|according|entre|selon|d)"
_OBJECT = re.compile(
    r"\b(?:split\w*|divid\w+|shar\w+|distribut\w+|apportion\w*|allocat\w+|répart\w+|partag\w+)(?: up| out)? "
    rf"(?:the|our|my|an?|les?|la|nos|mes|une?) (?P<thing>{_WORD}(?: {_NOT_OF_IT}{_WORD})?)"
    rf"|\b(?:die|das|den|unsere?n?|meine?n?|eine?n?) (?P<also>{_WORD}) "
    r"(?:(?:\w+ ){1,5}(?:auf|ver)(?:zu)?teil|(?:\w+ ){1,5}um(?:zu)?leg)",
    re.I,
)
"""What is split, by its name."""
_BY = re.compile(
    r"\b(?:by|according to|in proportion to|proportional(?:ly)? to|depending on|based on|per"
    r"|nach|gemäß|entsprechend|anhand|im Verhältnis zu|selon|en fonction d(?:e|u|es)|au prorata d(?:e|u|es)"
    r"|d'après) (?P<said>[^,.;:]{3,60})",
    re.I,
)
_MEASURES = (
    r"\barea|\bsizes?\b|\bsquare|\bm²|\bsqm|\bsq\b|\bsurface|\bsuperficie|\bfläche|fläche\b|größe\b|\bquadrat|\bqm\b"
    r"|\bmètres carrés|\bbig\b|\blarge\b|\bgroß\b",
    r"\bhours?|\btime\b|\bminutes?|\bshifts?\b|\bstunden?|stunden\b|arbeitszeit|\bheures?|\btemps\b|\bhow long\b"
    r"|\blang",
    r"\bkilomet|\bkm\b|\bmiles?\b|\bdistances?\b|\bfar\b|\bstrecken?\b|\bgefahren",
    r"\bnights?\b|\bdays?\b|\bweeks?\b|\bmonths?\b|\bstay|\bnächten?\b|\btagen?\b|\bwochen\b|\bmonaten?\b|\bnuits?\b"
    r"|\bjours?\b|\bsemaines?\b|\bmois\b|\bhow long\b|\blang",
    r"\bpeople\b|\bpersons?\b|\bheads?\b|\boccupants?\b|\bresidents?\b|\bpersonen\b|\bköpfen?\b|\bbewohner|\bpersonnes?\b",
    r"\bshares?\b|\bparts?\b|\banteilen?\b|\bpercent\w*\b|\bquotas?\b|\bweights?\b|\bpoints?\b|\bpunkten?\b"
    r"|\bkwh\b|\bcubic|\bunits?\b|\bverbrauch|\bconsumption|\bconsommation|\busage\b|\btantièmes?\b",
)
"""What people say for one and the same measure: how big and square metres."""
_NAMED = re.compile(r"(?:(?:first|last|full|sur)?\s?names?|(?:vor|nach)?namen?|(?:pré)?noms?|who)\b", re.I)
_LEAD = re.compile(
    r"^(?:(?:the|their|his|her|its|an?|my|our|how many|how much|(?:the )?number of|ihre[nrms]?|seine[nrms]?|de[rnms]"
    r"|die|das|wie viele?n?|sons?|sa|ses|leurs?|les?|la|une?|nombre de|combien de)\s+"
    r"|l['’]|(?:(?:nombre|combien) )?d['’])"
    r"(?=\S)",
    re.I,
)
_TAIL = re.compile(
    r"\s+(?:(?:that |which |die |qu['’]?)?(?:they|he|she|it|each|er|sie|es|ils?|elles?)\b"
    r"|qu['’e]|in (?:the|their|his|her)\b|(?:du|de la) (?:logement|appartement)\b).*$",
    re.I,
)
_BASE = {"namen": "Name", "nächten": "Nächte", "tagen": "Tage", "anteilen": "Anteile", "köpfen": "Köpfe", "noms": "Nom"}
_MONEY = re.compile(
    r"\b(?:costs?|bills?|rent|tips?|price|petrol|fuel|gas|inheritance|estate|money|euros?|dollars?|pounds?|pay|pays|owes?|fees?|budget|bonus"
    r"|profits?|prize|winnings?)\b|[€$£]|kosten\b|rechnung\b|trinkgeld|\berbe\b|erbschaft|\bmiete\b|zahl\w*|\bbetrag"
    r"|gewinn|bonus|\bcharges?\b|\bfactures?\b|\bpourboires?\b|\bhéritage|\bpay(?:er|e)\b|\bdoit\b|\bmontant",
    re.I,
)
_GERMAN = re.compile(r"\b(?:ich|wir|und|jede[nrms]?|mit)\b", re.I)
_FRENCH = re.compile(r"\b(?:je|nous|chaque|avec|et)\b|\bj'", re.I)
_TONGUES = {
    "": (("Share", "Amount", "For each"), "Total", "Add {}"),
    "de": (("Anteil", "Betrag", "Je Eintrag"), "Gesamtbetrag", "{} hinzufügen"),
    "fr": (("Part", "Montant dû", "Pour chacun"), "Montant total", "Ajouter {}"),
}
"""What the share may be called, the amount, and the button that adds one."""
_SPOKEN = (
    "see show tell know much many each every everyone everybody one's person's everybody's everyone's has owe pay get"
    " receive share part split divide distribute proportion fairly in work out calculate according how due of"
    " sehe zeigt zeig wie viel jeder jede jeden zahlen muss bekommt schuldet anteil aufteilen verteilen nach seiner"
    " seinen ihrer ihren euro will auf teilen wir"
    " vois voit affiche combien chacun chaque doit payer reçoit part répartir partager selon entre veux"
)


def sketch_shared(text: str) -> tuple[str, Records] | None:
    """Title and list of those who share, with the amount as its setting and the share of each worked out; None where
    the sentence shares nothing out, or in a measure that it doesn't tell."""
    entries = _ENTRIES.search(text)
    if entries is None or not _SPLIT.search(text) or _EVENLY.search(text):
        return None
    signs = {"de": _GERMAN, "fr": _FRENCH}
    tongue = next((name for name, sign in signs.items() if len(sign.findall(text)) > 1), "")
    labels, whole, add = _TONGUES[tongue]
    item = _singular(entries["item"]) if not tongue else entries["item"]
    fields = [made for phrase in _phrases(text) if (made := _field(phrase)) is not None]
    if not any(one.type == "text" for one in fields):
        fields.insert(0, Field(label=item[:1].upper() + item[1:]))
    weight = _weight(fields, text)
    total = _total(text[: entries.start()], text, whole)
    if weight is None or total is None:
        return None
    for one in fields:
        one.type = "number" if one is weight else "text"
    weight.minimum, weight.required = 0, True
    taken = set(content(f"{weight.label} {total.label}"))
    label = next(one for one in labels if not set(content(one)) & taken)
    records = Records(item=item, fields=fields, settings=[total], add=add.format(item))
    of, by = records.settings[0].name, next(f.name for f in records.fields if f.type == "number")
    source = f"def work_out({of}, {by}, all_{by}):\n    return {of} * {by} / all_{by} if all_{by} else 0"
    records.computed = [Output.model_validate({"label": label, "format": total.type, "source": source})]
    return total.label, Records.model_validate(records.model_dump())


def hold_shared(records: Records, title: str, text: str) -> Inventory:
    """What a list that shares out is held to: each share of two and of three, and of another amount."""
    kept = hold_records(records, title)
    output, total = records.computed[0], records.settings[0]
    weight = next(f for f in records.fields if f.type == "number")

    def added(*parts: tuple[str, int]) -> list[Step]:
        steps: list[Step] = []
        for name, much in parts:
            steps += [enter(f, much if f is weight else name) for f in records.fields]
            steps.append(Press(name=records.add))
        return steps

    def seen(*parts: tuple[int, float]) -> list[Step]:
        cells = [[f"{weight.label}: {much}", f"{output.label}: {shown(owed, output.format)}"] for much, owed in parts]
        return [SeeRow(cells=pair) for pair in cells]

    two = [enter(total, 400), *added(("Alder", 30), ("Birch", 50))]
    proofs = (
        Proof(
            f"Of 400 those with 30 and 50 of {weight.label} have 150 and 250.",
            (*two, *seen((30, 150), (50, 250))),
        ),
        Proof(
            f"Twice the {total.label} is twice the share.",
            (*two, *seen((30, 150)), enter(total, 800), *seen((30, 300), (50, 500))),
            "relation",
        ),
        Proof(
            "A third entry takes its share from the others.",
            (*two, *added(("Cedar", 20)), *seen((30, 120), (50, 200), (20, 80))),
        ),
    )
    spoken = f"{_SPOKEN} {output.label} {weight.label} {records.item} {total.label} {_said(text)}"
    kept.thing(f"share {output.name}", spoken, *proofs, sort="main")
    entered = frozenset(terms(_entered(text)))
    one = frozenset(terms(f"{records.item} then dann puis add each jeden chaque ajoute"))
    more = {f"field {total.name}": entered, "list": one}
    for phrase in _phrases(text):
        more |= {f"field {f.name}": frozenset(terms(phrase)) for f in records.fields if f.label == _label(phrase)}
    kept.things = [replace(t, terms=t.terms | more.get(t.id, frozenset())) for t in kept.things]
    return kept


def _entered(text: str) -> str:
    """The words by which the sentence says what is entered once."""
    entries = _ENTRIES.search(text)
    before = text[: entries.start()] if entries else text
    starts = [found.start() for found in _ENTERED.finditer(before)]
    return before[starts[0] :] if starts else ""


def _said(text: str) -> str:
    """The words by which the sentence says in proportion to what, and what is shared."""
    return " ".join([*(found["said"] for found in _BY.finditer(text)), *(found[0] for found in _OBJECT.finditer(text))])


def _phrases(text: str) -> list[str]:
    """What the sentence says is entered for each entry."""
    entries = _ENTRIES.search(text)
    listed = re.split(r",(?: and| und| et)? | and | und | et ", entries["fields"]) if entries else []
    return [one.strip() for one in listed if one.strip()]


def _field(phrase: str) -> Field | None:
    label = _label(phrase)
    return Field(label=label, type="text" if _NAMED.match(label) else "number") if 0 < len(label) <= 40 else None


def _label(phrase: str) -> str:
    """A phrase as people write it on a form: `Quadratmeter` for `mit ihren Quadratmetern`."""
    label = _bare(_TAIL.sub("", phrase))
    label = _BASE.get(label.casefold(), re.sub(r"(?<=[a-zäöü]{3}e[rl])n$", "", label)).strip()
    return label[:1].upper() + label[1:]


def _bare(phrase: str) -> str:
    while (bare := _LEAD.sub("", phrase)) != phrase:
        phrase = bare
    return phrase


def _weight(fields: list[Field], text: str) -> Field | None:
    """The column that shares go by: the one that the sentence names as that, or the only one that measures."""
    numbers = [f for f in fields if f.type == "number"]
    said = " ".join(found["said"] for found in _BY.finditer(text))
    named = [f for f in numbers if _akin(f.label, said)]
    if len(named) == 1:
        return named[0]
    measured = [f for f in numbers if any(re.search(sign, f.label, re.I) for sign in _MEASURES)]
    return measured[0] if not said and len(numbers) == len(measured) == 1 else None


def _akin(label: str, said: str) -> bool:
    """Whether a column is what `by …` speaks of: by a word of its own, or by another for the same measure."""
    if set(content(label)) & set(content(said)):
        return True
    return any(re.search(sign, label, re.I) and re.search(sign, said, re.I) for sign in _MEASURES)


def _total(before: str, text: str, usual: str) -> Field | None:
    """The field for what is shared, by the name that it has where it is entered, or where it is split."""
    found = list(_ENTERED.finditer(before))
    if not found:
        return None
    phrase = before[found[0].end() :].strip(" ,")
    phrase = re.sub(r"^ein\b[\s,]*", "", phrase)
    while (bare := _JOINED.sub("", phrase)) != phrase:
        phrase = bare
    if not phrase:
        return None
    if _CLAUSE.match(phrase):
        split = _OBJECT.search(text)
        phrase = (split["thing"] or split["also"]) if split else usual
    label = _bare(re.split(r",| (?:and|und|et|of|for|vom|des|der|de|du) ", phrase)[0].strip())
    if not 2 <= len(label) <= 40:
        label = usual
    kind = "money" if _MONEY.search(text) else "number"
    return Field.model_validate({"label": label[:1].upper() + label[1:], "type": kind, "minimum": 0})


def _singular(item: str) -> str:
    plain = {"people": "person", "children": "child"}.get(item.casefold(), item)
    return re.sub(r"(?<=[^s])s$", "", plain)
