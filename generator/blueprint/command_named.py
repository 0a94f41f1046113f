"""Forms of commands where the sentence names outright what is wanted: figures per name of lines, tables below each
other, facts of a network, notes and coins, days apart. Refuses all that asks for more."""

import re
from collections.abc import Mapping
from typing import Any

from generator.blueprint.command_words import Used

_LINES = re.compile(
    r"\b(?:lines?|rows?),? (?:that (?:look|are) |each )?(?:like|such as)\b|\b[Zz]eilen? wie\b|\blignes? comme\b"
    r"|\b(?:an?|the|one|some) (?:\w+ )?(?:name|person|category|product) and (?:an?|the|some|their) (?:[\w-]+ )?"
    r"(?:number|amount|price|score|hours|points)\b[^.;]*\b(?:lines?|rows?)\b"
    r"|\blines?\b[^.;]*\b(?:holds?|has|have|with) (?:an?|the|one) (?:name|person|category|product) and (?:an?|the) "
)
_NAMED_NUMBER = re.compile(r"\S.*?[\s,;:=|]+[-+]?[$€£]?\d[\d.,]*\D{0,4}|\d[\d.,]*\D?[\s,;:=x|]+[^\W\d].*")
_TOLD = {
    "sum": "total sum of all added up together, summed, Summe, Summen, zusammen, addiert, somme, total",
    "average": "average, mean, Durchschnitt, Mittelwert, moyenne",
    "count": "how often, how many times, count, number of times each occurs appears comes, wie oft, combien de fois",
    "maximum": "best, highest, largest, maximum", "minimum": "worst, lowest, smallest, minimum",
    "name": "names in alphabetical order, sorted by name, alphabetically, alphabetisch sortiert, ordre alphabétique",
    "largest first": "largest, highest, biggest, most first, descending order, absteigend, größte zuerst, décroissant",
    "smallest first": "smallest, lowest, fewest first, ascending order, aufsteigend, kleinste zuerst, croissant",
    "as they come": "",
}  # fmt: skip
"""How people speak of a figure, or of an order, that is shown by what is printed."""
_OF_LINES = (
    "lines with a name and a number, each every name, the same name comes many times: hours, points, scores, amounts,"
    " numbers, values, euros, category; jeder Name, jeden Namen, seiner, ihrer, Zeilen, Stunden, Punkte, Beträge;"
    " chaque nom, lignes, heures"
)
_OF_TABLES = (
    "takes several files with the same table, columns in a different order, whatever order, merges, combines, joins,"
    " puts together all their rows, prints one CSV, one below the other, under columns in the order of the first;"
    " mehrere Dateien zu einer, alle Zeilen untereinander, Spalten in der Reihenfolge der ersten, zusammen"
)
_OF_CASH = (
    "the fewest notes, banknotes, bills and coins that make up an amount of money, change to give back, as few as"
    " possible, how many of each, one line for each kind, sort, largest, biggest first; die wenigsten Scheine und"
    " Münzen nennt, die einen Betrag, ihn, sie ergeben, dem Befehl gebe, eine Zeile für jede Sorte, die größte zuerst,"
    " möglichst wenige, Wechselgeld, Rückgeld; le moins de billets et de pièces, montant, monnaie"
)
_OF_DAYS = (
    "I give two dates as arguments, the number of days between them, how many days lie between, apart; zwei Daten als"
    " Argumente, Tage dazwischen, wie viele Tage liegen zwischen; nombre de jours entre deux dates"
)
_EACH = re.compile(r"\b(?:every|each|per|by|same|pro|je|jede[nrsm]?|chaque|par)\b", re.I)
_FIGURES = {
    "sum": r"\badd(?:s|ed|ing)?(?: \w+){0,4} up\b|\btotals?\b|\bsums?\b|\bsummed\b|\baltogether\b|\bSummen?\b"
    r"|\bzusammen\w*|\baddier\w*|\btotaux\b|\bsommes?\b",
    "average": r"\baverages?\b|\bmean\b|\b\w*durchschnitt\w*|\bMittelwert\w*|\bmoyennes?\b",
    "count": r"\bhow (?:often|many times)\b|\bnumber of times\b|\bwie oft\b|\bcombien de fois\b",
    "maximum": r"\b(?:best|highest|maximum)\b(?! (?:first|total|sum))",
    "minimum": r"\b(?:worst|lowest|minimum)\b(?! (?:first|total|sum))",
}
_ORDERS = {
    "largest first": r"\b(?:largest|highest|biggest|greatest|most|best)\b[^,.;]{0,15} first\b|\bdescend\w*|\babsteigend"
    r"|\b(?:größte|höchste|meiste)\w*\b[^,.;]{0,15} zuerst\b|(?<!\w)décroissant|\bhighest to (?:the )?lowest\b",
    "smallest first": r"\b(?:smallest|lowest|fewest|least)\b[^,.;]{0,15} first\b|\bascending|\baufsteigend"
    r"|\b(?:kleinste|niedrigste|wenigste)\w*\b[^,.;]{0,15} zuerst\b|(?<!\w)croissant",
    "name": r"\balphab[eé]t\w*|\b(?:sorted|ordered|order) (?:by|of) (?:the |their )?names?\b"
    r"|\bnach (?:dem )?Namen? sort|\bpar nom\b|\bfrom A to Z\b",
}
_SORTED = re.compile(r"\bsort\w*|\bordered\b|\bin order of\b|\bgeordnet\b|\btrié\w*", re.I)
_MORE_OF_LINES = re.compile(
    r"\btop\b|\bonly\b|\bmore than\b|\bat least\b|\bgrand total\b|\boverall\b|\btotal of all\b|\bat the end\b|\breverse"
    r"|\bnur\b|\bGesamt|\bmindestens\b|\bmonth\b|\bweek\b|\bcolumns?\b|\bcsv\b",
    re.I,
)
_STACKS = re.compile(
    r"\b(?:merg|combin|concat|stack)\w*|\bappend\w*|\b(?:in)?(?:to|as) (?:one|a single)\b"
    r"|\b(?:prints?|makes?|gives?) (?:me )?"
    r"(?:one|a single)\b|\bjoins?\b[^.;]* (?:together|one)\b|\bput\w* together\b|\bone below the other\b|\beach other\b"
    r"|\bzusammen\w*|\bzu einer\b|\buntereinander\b|\bfusionn\w*|\bréuni\w*|\ben un seul\b",
    re.I,
)
_FILES = re.compile(r"\bfiles\b|\bCSVs\b|\bDateien\b|\bfichiers\b|\bCSV-Dateien\b", re.I)
_MORE_OF_TABLES = re.compile(
    r"\bduplicat\w*|\bsort\w*|\b(?:empty|blank) (?:cells?|fields?|values?)|\bmissing (?:cells?|values?|ones)\b"
    r"|\b(?:file ?name|source) (?:in|as) (?:an?|the)\b|\b(?:common|matching|shared|key|id) columns?\b|\bexcel\b"
    r"|\b(?:more|another|extra|new|additional) column (?:with|for|named|called)|\bfilter\w*|\bonly\b[^,.;]*\brows\b"
    r"|\bdoppelt\w*|\bon (?:an?|the|their) [\w-]+ column\b|\b(?:same|equal) (?:id|key)\b",
    re.I,
)
_NET = re.compile(
    r"\bsub-?net\w*|\bnetmasks?\b|\bCIDR\b|\bbroadcast\b|\bIP(?:v[46])?[- ]?(?:addresse?n?|adresse?n?)"
    r"|\bnetwork address|\bNetzmaske\b|\bsous-réseaux?\b",
    re.I,
)
_PRINTS = re.compile(r"\b(?:prints?|shows?|tells?|gives? me|says|outputs?|nennt|zeigt|gibt|druckt|affiche\w*)\b", re.I)
_HOSTS = r"(?:hosts?|address(?:es)?|computers?|devices?|machines?|Adressen?|Rechner|Geräte|adresses?|machines?)"
_FACTS = (
    ("Network", "text", "network_of", r"\b(?:sub)?network(?: address)?\b(?! (?:mask|fits?|has|holds))"
     r"|\bNetz(?:werk)?(?:adresse)?\b|\b(?:adresse (?:du|de) )?réseau\b"),
    ("Broadcast", "text", "broadcast_address", r"\bbroadcast\w*|\bdiffusion\b"),
    ("Hosts", "integer", "count_hosts",
     rf"\b(?:how many|number of|count of|Anzahl|wie viele|combien|nombre)\b[^,.;]{{0,20}}{_HOSTS}\b"),
    ("Netmask", "text", "netmask", r"\b(?:net|network |subnet )mask\b|\b(?:Sub)?[Nn]etzmaske\b|\bmasque\b"),
    ("First host", "text", "first_host", rf"\b(?:first|lowest|erste\w*|première)\b[^.;]{{0,25}}{_HOSTS}\b"),
    ("Last host", "text", "last_host", rf"\b(?:last|highest|letzte\w*|dernière)\b[^.;]{{0,25}}{_HOSTS}\b"),
)  # fmt: skip
_MORE_OF_NETS = re.compile(
    r"\bwhether\b|\b(?:is|lies|belongs) (?:in|to)\b|\ball (?:the |its )?(?:hosts|addresses)\b|\bsplits?\b|\bdivid\w*"
    r"|\boverlap\w*|\bping\w*|\bscan\w*|\bgeo|\bcountry\b|\bmy (?:own )?IP\b|\blog\b",
    re.I,
)
_NOTES = re.compile(r"\b(?:bank)?notes\b|\bbills\b|\b(?:geld|euro-?)?scheine?n?\b|\bbillets?\b", re.I)
_COINS = re.compile(r"\bcoins?\b|(?<!\w)-?(?:euro-?)?münzen?\b|\bpièces?\b", re.I)
_FEWEST = re.compile(
    r"\bfew(?:est)?\b|\b(?:smallest|minimum|minimal|least) (?:number|amount|count)\b|\bas little\b|\bwenigsten\b"
    r"|\bmöglichst wenig\w*|\bso wenig\w* wie\b|\bminimum de\b|\ble moins de\b|\bmoins de (?:billets|pièces)\b",
    re.I,
)
_CURRENCIES = {
    "EUR": r"(?:\b|(?<=-))euros?\b|€|\bcentimes?\b", "USD": r"\bdollars?\b|\$|\bquarters\b|\bdimes\b|\bUSD\b",
    "GBP": r"\bpounds?\b|£|\bpence\b|\bGBP\b",
    "CHF": r"\bfrancs? suisses?\b|\bswiss francs?\b|\bFranken\b|\bRappen\b|\bCHF\b",
}  # fmt: skip
_PAID = re.compile(r"\b(?:paid|pays|handed|customer gave|bezahlt|gegeben\w*|payé|donné)\b", re.I)
_MORE_OF_CASH = re.compile(
    r"\bwithout\b|\bohne\b|\bsans\b|\bonly (?:have|has|with)\b|\bexcept\b|\bhow many ways\b|\bin the (?:till|drawer)\b",
    re.I,
)
_CHORDS = re.compile(r"\bchords?\b|\bAkkorde?n?\b|\baccords\b", re.I)
_SHIFTS = re.compile(
    r"\b(?:half[- ]?|semi-?)(?:tones?|steps?)\b|\btransp(?:os|onier)\w*|\bHalbt[oö]ne?n?\b|\bdemi-tons?\b", re.I
)
_MORE_OF_CHORDS = re.compile(
    r"\bcapo\b|\bkeys?\b|\bTonart\w*|\btonalité\b|\blyrics\b|\btexts?\b|\bfiles?\b|\bDatei\b|\bfichier\b"
    r"|\bflats?\b|\bsharps?\b|\bnotes of\b|\bscales?\b|\bnashville\b",
    re.I,
)
_LOWER = re.compile(r"\bn[eé]gati[fv]\w*|\blower\b|\bdown\b|\btiefer\b|\bminus\b|\bplus bas\b", re.I)
_TONES_FIRST = re.compile(
    r"(?:tones?|steps?|Halbt[oö]ne?n?)\b[^.;]{0,30}\bfirst\b|\bby\b[^.;]*\bfirst argument\b", re.I
)
_OF_CHORDS = (
    "for my guitar, piano: I give a number of half tones, semitones, steps as an argument and some chords,"
    " prints, transposes the chords that much higher, up, lower, down, on one line; gebe Akkorde und eine Zahl von"
    " Halbtönen an, Akkorde höher, tiefer transponiert; accords, demi-tons plus haut"
)
_EITHER = re.compile(
    r"\bwhichever\b[^,.;]*\b(?:first|earlier|later|order)\b|\b(?:either|any) order\b"
    r"|\border (?:doesn't|does not) matter\b"
    r"|\bwhatever (?:the|their) order\b|\bregardless of (?:the |their )?order\b|\begal,? (?:welche\w*|in welcher)\b"
    r"|\bpeu importe\b|\bquel que soit\b|\bnever negative\b|\bno (?:matter|minus)\b",
    re.I,
)
_DATES = re.compile(r"\b(?:two|2|both) (?:dates|days)\b|\bzwei (?:Daten|Tage\w*|Datums\w*)\b|\bdeux dates\b", re.I)
_DAYS = re.compile(r"\bdays\b|\bTagen?\b|\bjours\b", re.I)
_OTHER_SPAN = re.compile(
    r"\bweek\w*|\bmonths?\b|\byears?\b|\bhours?\b|\b(?:working|business) days\b|\bWochen\b|\bMonate\b|\bArbeitstage\b"
    r"|\bWerktage\b|\bsemaines\b|\bmois\b|\bouvr\w+",
    re.I,
)


def of_named(text: str, use: Used) -> dict[str, Any]:
    """What a form of a command has in it, like a model says it; {} where the sentence doesn't name it outright."""
    asked = text.replace(use.wrong, " ") if use.wrong else text
    found = [
        one
        for one in (_per_name(asked, use), _stacked(asked), _facts(asked), _cash(asked), _apart(asked), _chords(asked))
        if one
    ]
    return found[0] if len(found) == 1 else {}


def _per_name(text: str, use: Used) -> dict[str, Any]:
    """Lines of a name and a number, grouped."""
    fits = not use.like or _NAMED_NUMBER.fullmatch(use.like)
    if not (fits and _LINES.search(text) and _EACH.search(text)) or _MORE_OF_LINES.search(text):
        return {}
    figures = [figure for figure, said in _FIGURES.items() if re.search(said, text, re.I)]
    order = next((order for order, said in _ORDERS.items() if re.search(said, text, re.I)), "as they come")
    if len(figures) != 1 or (order == "as they come" and _SORTED.search(text)):
        return {}
    lines = "\n".join(_lines(use.like or "Anna 3.5"))
    arguments = {"lines": "Lines", "figure": f'"{figures[0]}"', "order": f'"{order}"'}
    label = f"{figures[0].capitalize()} per name"
    field = {"label": "Lines", "type": "long_text", "example": lines}
    about = f"{_TOLD[figures[0]]}, {_TOLD[order]}, {_OF_LINES}"
    return _form(label, [field], (label, "table", "figure_per_name", arguments), about=about)


def _lines(like: str) -> list[str]:
    """Lines as in an example, of three names of which one comes twice, in no order."""
    number = re.search(r"\d[\d.,]*\d|\d", like)
    name = re.search(r"[^\W\d][\w -]*[^\W\d_]", like)
    if number is None or name is None:
        return ["Mira 4", "Anna 3.5", "Joe 7.25", "Anna 6"]
    mark = "," if re.search(r"\d,\d", number.group()) else "."
    said = (("mira", "4.5"), ("anna", "3.5"), ("joe", "17.25"), ("anna", "6"))
    made = []
    for who, amount in said:
        who = who.capitalize() if name.group()[0].isupper() else who
        shown = {number.span(): amount.replace(".", mark), name.span(): who}
        line = like
        for (start, end), new in sorted(shown.items(), reverse=True):
            line = line[:start] + new + line[end:]
        made.append(line)
    return made


def _stacked(text: str) -> dict[str, Any]:
    """Tables of the same columns, one below the other."""
    named = re.search(r"\bcsv|\btables?\b|\bTabellen?\b|\btableaux?\b", text, re.I)
    if not (named and _FILES.search(text) and _STACKS.search(text)) or _MORE_OF_TABLES.search(text):
        return {}
    if re.search(r"\bfolder|\bdirector|\bOrdner\b|\bdossier\b|--", text, re.I):
        return {}
    field = {"label": "Table files", "type": "file", "example": ""}
    output = ("All rows", "long_text", "stack_tables", {"files": "Table files"})
    return _form("All rows as one CSV", [field], output, about=_OF_TABLES)


def _facts(text: str) -> dict[str, Any]:
    """What the sentence wants to know of the network of an address, in its order."""
    start = _PRINTS.search(text)
    if not (start and _NET.search(text)) or _MORE_OF_NETS.search(text):
        return {}
    said = re.split(r"[.;](?=\s|$)", text[start.end() :])[0]
    places = [(at.start(), fact) for fact in _FACTS if (at := re.search(fact[3], said, re.I))]
    field = {"label": "Address with prefix", "type": "text", "example": ""}
    outputs = [
        (label, kind, operation, {"address": field["label"]}) for _, (label, kind, operation, _) in sorted(places)
    ]
    return _form("Network of an address", [field], *outputs) if outputs else {}


def _cash(text: str) -> dict[str, Any]:
    """The fewest notes and coins that make an amount, or what is to be given back."""
    notes, coins = _NOTES.search(text), _COINS.search(text)
    currency = [name for name, said in _CURRENCIES.items() if re.search(said, text, re.I)]
    if not (notes or coins) or not _FEWEST.search(text) or _MORE_OF_CASH.search(text) or len(currency) != 1:
        return {}
    pieces = "notes and coins" if notes and coins else "notes" if notes else "coins"
    rest = {"currency": f'"{currency[0]}"', "pieces": f'"{pieces}"'}
    label, about = (
        pieces.capitalize(),
        f"{_OF_CASH} {currency[0]} {' '.join(re.findall(_CURRENCIES[currency[0]], text, re.I))}",
    )
    price = {"label": "Price", "type": "money", "default": "18.37", "example": "18.37"}
    paid = {"label": "Paid", "type": "money", "default": "40", "example": "40"}
    if _PAID.search(text):
        arguments = {"price": "Price", "paid": "Paid", **rest}
        return _form("Change in cash", [price, paid], (label, "table", "change_in_cash", arguments), about=about)
    amount = {**price, "label": "Amount"}
    arguments = {"amount": "Amount", **rest}
    return _form("Fewest " + pieces, [amount], (label, "table", "notes_and_coins", arguments), about=about)


def _apart(text: str) -> dict[str, Any]:
    """Days between two dates, in either order."""
    if not (_DATES.search(text) and _DAYS.search(text) and _EITHER.search(text)) or _OTHER_SPAN.search(text):
        return {}
    fields = [{"label": f"{which} date", "type": "date", "example": ""} for which in ("First", "Second")]
    arguments = {"start": "First date", "end": "Second date"}
    about = " ".join([_OF_DAYS, *re.findall(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", text)])
    return _form("Days between two dates", fields, ("Days", "integer", "days_apart", arguments), about=about)


def _chords(text: str) -> dict[str, Any]:
    """Chords higher or lower by half tones, both given in the order of the sentence."""
    chords, tones = _CHORDS.search(text), _SHIFTS.search(text)
    if not (chords and tones) or _MORE_OF_CHORDS.search(text):
        return {}
    usual = "-3" if _LOWER.search(text) else "3"
    fields = [
        {"label": "Half tones", "type": "integer", "default": usual, "example": usual},
        {"label": "Chords", "type": "text", "example": ""},
    ]
    arguments = {"chords": "Chords", "half_tones": "Half tones"}
    output = ("Chords moved", "text", "transpose_chords", arguments)
    ordered = fields if _TONES_FIRST.search(text) or tones.start() < chords.start() else fields[::-1]
    about = f"{_OF_CHORDS}, the number can be negative too" if usual == "-3" else _OF_CHORDS
    return _form("Chords moved by half tones", ordered, output, about=about)


def _form(
    title: str, inputs: list[dict[str, Any]], *outputs: tuple[str, str, str, Mapping[str, str]], about: str = ""
) -> dict[str, Any]:
    """`about`: other words that people have for what all outputs show."""
    made = [
        {"label": label, "format": kind, "about": about, "operation": operation, "arguments": dict(arguments)}
        for label, kind, operation, arguments in outputs
    ]
    return {"title": title, "inputs": inputs, "outputs": made}
