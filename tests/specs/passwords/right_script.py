import argparse
import secrets
import string

parser = argparse.ArgumentParser(description="Prints a password.")
parser.add_argument("--length", type=int, default=16)
parser.add_argument("--no-symbols", action="store_true")
args = parser.parse_args()
sorts = [string.ascii_lowercase, string.ascii_uppercase, string.digits]
if not args.no_symbols:
    sorts.append("!#$%&*+-=?@_")
if args.length < len(sorts):
    parser.error(f"It takes {len(sorts)} characters at least.")
chosen = [secrets.choice(sort) for sort in sorts]
chosen += [secrets.choice("".join(sorts)) for _ in range(args.length - len(sorts))]
secrets.SystemRandom().shuffle(chosen)
print("".join(chosen))
