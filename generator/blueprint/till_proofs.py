"""What a till can be held to: sums and differences of the prices that the sentence names. Refuses to check anything
else."""

import math

from generator.blueprint.desk import Till
from generator.blueprint.things import Inventory, Proof
from generator.contract import Fill, Press, SeeText, SeeValue, Step

_BUTTONS = """
button press tap click push knopf knöpfe taste drücken drücke tippe klicke bouton appuyer appuie appuyant clique touche
each every one own thing item product sort kind jede jeder jedes für einen einem sorte ware chaque sur pour un price
preis prix sell verkaufe take takes taken buy buys ordered order nehmen nimmt kauft prend prends achète customer client
kunde kasse till caisse cash register want would möchte hätte gern voudrais veux page seite web app what was ce que qui
me mir nous und et with mit avec my mes meine serve
"""
_SUM = """
total sum add adds added up together price amount to pay owe how much many see shows show running points score scored
point summe gesamt gesamtsumme insgesamt zusammen addiert addiere sehe zeigt zahlen wie viel viele punkte punkt stand
somme montant vois voir affiche combien payer doit additionne ajoute compte count counts counted le la der die das
"""
_CHANGE = """
change back give gives given gave hand hands pays paid pay type enter money cash how much owe customer client due tell
tells must have get gets rückgeld wechselgeld zurück heraus gebe gibt gegeben geben zurückgeben herausgeben zurückgebe
bekommt tippe ein eingeben geld kunde sagt wie viel muss ich er ihm rendre rends monnaie tape saisis entre combien il me
donne donné dit dois devoir lui client argent ça mir was je
"""
_COUNTED = """
how many each sort kind sold taken pressed bought pieces often see show shows wie viele viel von jeder oft verkauft
combien de chaque vendu vendus pris fois
"""
_ANEW = """
next new customer client guest person reset clear zero back start again over everything all set button begin nächste
nächster nächsten neuer neuen kunde kunden gast zurücksetzen null alles wieder anfang knopf von vorn bestellung suivant
suivante prochain nouveau nouvelle remettre zéro tout recommencer efface bouton pour un einen für den le sets
"""


def hold_till(part: Till, kept: Inventory) -> None:
    """Names and things of a till."""
    names = [f"{item.label} {item.told}".strip() for item in part.items]
    amounts = [item.amount for item in part.items]
    for name in (*names, part.undo_label, part.reset_label):
        kept.control(name, "button")
    kept.output(part.total_label, "value")
    own = " ".join(names)
    summed: list[Step] = []
    so_far = 0.0
    for name, amount in [*zip(names, amounts, strict=True), (names[0], amounts[0])]:
        so_far += amount
        summed += [Press(name=name), SeeValue(name=part.total_label, equals=_told(so_far, part))]
    adds = Proof("Each button adds what it stands for.", tuple(summed))
    kept.thing("buttons", f"{own} {_BUTTONS} {_units(part)}", adds, sort="main", own=own)
    kept.thing("total", f"{part.total_label} {_SUM} {_units(part)}", adds, own=f"{part.total_label} sum summe somme")
    first, second = (item.label for item in part.items[:2])
    three = (Press(name=names[0]), Press(name=names[1]), Press(name=names[0]))
    seen = (SeeText(text=f"2 × {first}"), SeeText(text=f"1 × {second}"))
    counted = Proof("It says how many of each were pressed.", (*three, *seen))
    kept.thing("counted", f"{' '.join(i.label for i in part.items)} {_COUNTED}", counted, own="many viel combien")
    both = sum(amounts[:2])
    taken = (Press(name=names[0]), Press(name=names[1]))
    total = SeeValue(name=part.total_label, equals=_told(both, part))
    alone = SeeValue(name=part.total_label, equals=_told(amounts[1], part))
    begun: tuple[Step, ...] = (*taken, total, Press(name=part.reset_label), Press(name=names[1]), alone)
    if part.undo_label:
        less = SeeValue(name=part.total_label, equals=_told(amounts[0], part))
        back = Proof("The last one is taken back.", (*taken, total, Press(name=part.undo_label), less))
        words = (
            "undo take back remove last one wrong mistake rückgängig stornieren storno letzte annuler enlever dernier"
        )
        kept.thing("undo", f"{part.undo_label} {words} corriger erreur button knopf bouton", back)
    if part.given_label:
        kept.control(part.given_label, "number")
        kept.output(part.change_label, "value")
        # No amount of them is the other, or the sum.
        given = 10 * math.ceil(sum(amounts) * 2 / 10) + 50
        left, after = given - both, given - both - amounts[0]
        fills = Fill(name=part.given_label, value=str(given))
        shown = SeeValue(name=part.change_label, equals=_told(left, part))
        more = (Press(name=names[0]), SeeValue(name=part.change_label, equals=_told(after, part)))
        again = Fill(name=part.given_label, value=str(given + 20))
        last = SeeValue(name=part.change_label, equals=_told(after + 20, part))
        proof = Proof(
            "What is handed back is what was given less the total.", (*taken, fills, shown, *more, again, last)
        )
        kept.thing("change", f"{part.given_label} {part.change_label} {_CHANGE}", proof, own=part.change_label)
        gone = SeeText(text=_told(left, part), absent=True)
        kept_money = SeeText(text=_told(given - amounts[1], part), absent=True)
        begun = (*taken, fills, total, shown, Press(name=part.reset_label), gone, *begun[-2:], kept_money)
    anew = Proof("A button begins anew: what follows is added to nothing.", begun)
    kept.thing("new", f"{part.reset_label} {_ANEW}", anew, own=f"{part.reset_label} next reset")


def _told(amount: float, part: Till) -> str:
    return f"{amount:.2f}" if part.money else f"{round(amount, 10):g}"


def _units(part: Till) -> str:
    return f"{part.unit} euro euros eur dollar dollars pounds cents" if part.money else f"{part.unit} points punkte"
