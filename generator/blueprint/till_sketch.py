"""Reads off a sentence the things with a price or points, each of which gets a button, in English, German and French.
Refuses what is more than a sum of them: a discount, several players, a list that is kept: None."""

import re

from generator.blueprint.desk import Priced, Till

_CENTS = r"cents?|ct|cts|centimes?|pence"
_COIN = rf"€|euros?|eur|\$|dollars?|£|pounds?|chf|francs?|franken|{_CENTS}"
_POINTS = r"points?|pts?|punkte?n?"
_WORD = r"[^\W\d_][\w'’-]*"
_ITEM = re.compile(
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}}?)\s*"
    r"(?:[:=(–-]|\b(?:for|at|is|are|costs?|gives?|scores?|counts?(?: as)?|worth|für|zu|kostet|kosten|bringt|gibt|zählt"
    r"|à|coûte|vaut|donne|rapporte)\b)?\s*"
    rf"(?P<sign>[€$£])?\s*(?P<amount>\d+(?:[.,]\d{{1,2}})?)\s*(?P<unit>(?:{_COIN}|{_POINTS})(?!\w))?(?P<rest>\D*)",
    re.I,
)
_CUT = re.compile(r"(?<!\d)[,;]\s*|[,;](?!\d)\s*|:\s+|[()]|[.!?](?=\s|$)\s*|\s(?:and|und|et|or|oder|ou)\s", re.I)
_LEAD = re.compile(
    r"^.*\b(?:buttons?|for|called|with|like|sell|tap|press|each of|für|mit|pour|avec|vends|verkaufe|knöpfe|tasten"
    r"|boutons?|have)\s+(?=[^\W\d_])"
    r"|^(?:and|und|et|or|oder|ou|an?|the|of|one|each|eine?n?|der|die|das|une?|la|le|les|du|de la)\s+",
    re.I,
)
_BRACKETS = re.compile(rf"\(\s*([€$£]?\s*\d+(?:[.,]\d{{1,2}})?\s*(?:{_COIN}|{_POINTS})?)\s*\)", re.I)
_NO_NAME = re.compile(
    r"^(?:I|we|he|she|they|it|you|ich|wir|er|sie|es|je|j|nous|il|elle|on|total|budget|discount|tip|at least|at most"
    r"|more|less|up|over|under|above|below|about|than|ab|über|unter|bis|plus|moins|customers?|kunde|client)\b",
    re.I,
)
_CONDITION = re.compile(r"\b(?:if|unless|free|off|wenn|falls|gratis|si|sauf|offert\w*)\b", re.I)
_PRESSED = re.compile(
    r"\bbuttons?\b|\b(?:press|tap|click|push)\w*|\b\w*(?:knopf|knöpfen?|tasten?)\b|\b(?:drück|tipp|klick)\w*"
    r"|\bboutons?\b|\bappu\w+|\b(?:cliqu|touch)\w+",
    re.I,
)
_SUMMED = re.compile(
    r"\btotals?\b|\bsums?\b|\badds?\b|\bto pay\b|\bowes?\b|\bhow (?:much|many)\b|\bscore\w*|\bpoints?\b|\bchange\b"
    r"|\bsumme\b|\binsgesamt\b|\b\w*gesamt\w*|\bzusammen\w*|\baddier\w*|\bwie ?viele?\b|\bzähl\w*|\bpunkte?n?\b"
    r"|\bsomme\b|\baddition\w*|\bajout\w*|\bcombien\b|\bcompte\w*",
    re.I,
)
_MORE = re.compile(
    r"%|\bpercent|\bprozent|\bpour ?cent\b|\bdiscount|\brabatt|\bréduction|\b(?:each|every|two|three|four|both|\d+) "
    r"(?:of the )?(?:players?|teams?|people|persons?|kids?|child\w*)\b|\b(?:players|teams|spielern?|mannschaften"
    r"|équipes|joueurs)\b|\bje (?:spieler|team)|\bsplit\b|\bsubtract\w*|\bminus\b|\bspins?\b|\brandom|\bquestions?\b"
    r"|\bquiz"
    r"|\btoday\b|\b(?:of|per|for) the (?:whole )?(?:day|evening|week)\b|\bso far\b|\btakings\b|\bsav(?:e|es|ed)\b"
    r"|\bkeeps?\b|\b(?:type|enter|put in|choose|tippe|gebe|saisi\w*|tape) (?:in |ein )?(?:the )?"
    r"(?:how many|numbers?|amounts? of|quantit\w+|wie viele|anzahl|combien de)\b"
    r"|\bhistory\b|\blist\b|\bstock\b|\bheute\b|\btages\w*|\bspeicher\w*|\bliste\b|\bjournée\b|\bhistorique\b",
    re.I,
)
"""What makes more of the things than a sum."""
_BACK = re.compile(
    r"\b(?:the|his|her|their|much|give|in|for|and|as|my) change\b(?! (?:the|it|prices?)\b)"
    r"|\bchange (?:due|back|to give)"
    r"|\b(?:give|hand|pay|get)s? (?:\w+ )?back\b|\b\w*(?:rück|wechsel)geld\b"
    r"|\b(?:zurück|heraus|raus|wieder)(?:geb|gib|bekomm)\w*"
    r"|\bgebe\b[^.;]*\b(?:zurück|heraus|raus)\b|\brendre\b|\brends\b|\bmonnaie\b",
    re.I,
)
_UNDO = re.compile(
    r"\bundo\b|\btakes? (?:\w+ ){0,3}back\b|\bremov\w* the last\b|\brückgängig|\bstorn\w+|\bannul\w+"
    r"|\benlev\w+|\bcorrig\w+",
    re.I,
)
_NEXT = (
    (r"\b(?:next|new) (customer|client|guest|person|order|sale|table|game|round|day)\b", "Next {0}"),
    (r"\b(?:nächste|neue)[rnsm]? (?:kunde|kundin)", "Nächster Kunde"),
    (r"\b(?:nächste|neue)[rnsm]? gast", "Nächster Gast"),
    (r"\b(?:nächste|neue)[rnsm]? (bestellung|runde|person)", "Nächste {0}"),
    (r"\b(?:nächste|neue)[rnsm]? (spiel)", "Nächstes {0}"),
    (r"\bclient(?:e)? suivant|\bprochaine? client|\bnouveau client|\bnouvelle cliente", "Client suivant"),
    (r"\b(commande|personne|partie) suivante|\b(?:prochaine|nouvelle) (commande|personne|partie)", "{0} suivante"),
)
"""By what words a new sum is begun, and what its button says."""
_SPOKEN = {
    "de": r"\b(?:ich|knopf|knöpfe|tasten?|für|jede[rsnm]?|wie|kunden?|und|eine?n?|mit|drück\w*|der|die|das)\b",
    "fr": r"\b(?:je|j|boutons?|pour|chaque|combien|clients?|et|une?|avec|appu\w+|le|la|les|des|mes)\b",
    "en": r"\b(?:i|buttons?|for|each|every|how|customers?|and|an?|with|press|the)\b",
}
_TITLES = {"en": ("Till", "Points"), "de": ("Kasse", "Punkte"), "fr": ("Caisse", "Points")}
_SAYS = {
    "en": ("Total", "Money given", "Change", "Still to pay:", "Reset", "Take back the last one"),
    "de": ("Summe", "Gegeben", "Rückgeld", "Es fehlen noch:", "Zurücksetzen", "Letztes zurücknehmen"),
    "fr": ("Total", "Somme donnée", "À rendre", "Il manque :", "Remettre à zéro", "Annuler le dernier"),
}


def sketch_till(text: str) -> tuple[str, Till] | None:
    """Title and till, where the sentence names two or more things with what each adds, and buttons for them."""
    if _MORE.search(text) or not (_PRESSED.search(text) and _SUMMED.search(text)):
        return None
    found = _priced(text)
    if found is None:
        return None
    items, unit, points = found
    spoken = max(_SPOKEN, key=lambda one: len(re.findall(_SPOKEN[one], text, re.I)))
    total, given, change, missing, reset, undo = _SAYS[spoken]
    change_too = not points and bool(_BACK.search(text))
    begun = next(((m, said) for sign, said in _NEXT if (m := re.search(sign, text, re.I))), None)
    if begun:
        named = next((group for group in begun[0].groups() if group), "")
        reset = begun[1].format(named.casefold() if spoken == "en" else named.capitalize())
    title = _TITLES[spoken][points]
    return title, Till(
        items=items,
        unit=unit,
        money=not points,
        total_label=total,
        reset_label=reset,
        undo_label=undo if _UNDO.search(text) else "",
        given_label=(f"{given} ({unit})" if unit else given) if change_too else "",
        change_label=change,
        missing_label=missing,
    )


def _priced(text: str) -> tuple[list[Priced], str, bool] | None:
    """The things that stand in one row, what they are counted in, and whether that is points. None where there are
    fewer than two, a number stands elsewhere, or not all are counted in the same."""
    found: list[re.Match[str]] = []
    ended = False
    for piece in _CUT.split(_BRACKETS.sub(r" \1 ", text)):
        bare = piece.strip()
        if not bare:
            continue
        item = _item(bare)
        if item is None:
            ended = ended or bool(found)
            if re.search(r"\d", bare):
                return None  # A number that isn't understood may be a rule.
        elif ended:
            return None
        else:
            found.append(item)
    units = {_unit(one) for one in found} - {""}
    coins = units - {"cents", "points"}
    if len(found) < 2 or not units or len(coins) > 1 or ("points" in units and len(units) > 1):
        return None
    unit = next(iter(coins), "")
    if "points" in units:
        unit = next(one["unit"] for one in reversed(found) if one["unit"])
        unit = {"point": "points", "punkt": "Punkte"}.get(unit.casefold(), unit)
    return [_thing(one, unit) for one in found], unit, "points" in units


def _item(piece: str) -> re.Match[str] | None:
    """A thing with what it adds, without the words that lead to it."""
    for _ in range(3):
        shorter = _LEAD.sub("", piece)
        if not re.search(r"[^\W\d_]\D*\d", shorter):
            break
        piece = shorter
    item = _ITEM.fullmatch(piece)
    if item is None or _NO_NAME.match(item["name"]) or _CONDITION.search(item["rest"]):
        return None
    return item


def _unit(item: re.Match[str]) -> str:
    said = (item["sign"] or item["unit"] or "").casefold()
    if re.fullmatch(_POINTS, said):
        return "points"
    if re.fullmatch(_CENTS, said):
        return "cents"
    signs = {"€": "€|eu.*", "$": r"\$|dollar.*", "£": "£|pound.*", "CHF": "chf|fran.*"}
    return next((sign for sign, names in signs.items() if re.fullmatch(names, said)), "")


def _thing(item: re.Match[str], unit: str) -> Priced:
    amount = float(item["amount"].replace(",", "."))
    name = item["name"]
    own = item["unit"] or ""
    told = f"{item['sign']}{item['amount']}" if item["sign"] else f"{item['amount']} {own or unit}"
    return Priced(
        label=name[:1].upper() + name[1:], amount=amount / 100 if _unit(item) == "cents" else amount, told=told
    )
