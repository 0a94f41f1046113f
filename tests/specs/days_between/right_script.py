import argparse
from datetime import date

parser = argparse.ArgumentParser(description="How many days are between two dates?")
parser.add_argument("first", type=date.fromisoformat)
parser.add_argument("last", type=date.fromisoformat)
args = parser.parse_args()
print(abs((args.last - args.first).days))
