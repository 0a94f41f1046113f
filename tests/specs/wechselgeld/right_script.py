import sys
from decimal import Decimal

SORTEN = ["500", "200", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05", "0.02", "0.01"]

if len(sys.argv) != 2:
    sys.exit("So geht es: main.py BETRAG, zum Beispiel 18.37")
rest = Decimal(sys.argv[1].replace(",", "."))
for sorte in map(Decimal, SORTEN):
    anzahl, rest = divmod(rest, sorte)
    if anzahl:
        print(f"{int(anzahl)} x {sorte:.2f}")
