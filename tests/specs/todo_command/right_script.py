import argparse
import json
import sys
from pathlib import Path

KEPT = Path("tasks.json")

parser = argparse.ArgumentParser(description="A to-do list that remembers.")
commands = parser.add_subparsers(dest="command", required=True)
commands.add_parser("add").add_argument("text")
commands.add_parser("list")
commands.add_parser("done").add_argument("number", type=int)
args = parser.parse_args()

tasks = json.loads(KEPT.read_text()) if KEPT.exists() else []
if args.command == "add":
    tasks.append({"text": args.text, "done": False})
elif args.command == "done":
    if not 1 <= args.number <= len(tasks):
        sys.exit(f"There is no task {args.number}.")
    tasks[args.number - 1]["done"] = True
else:
    for number, task in enumerate(tasks, 1):
        if not task["done"]:
            print(f"{number}. {task['text']}")
KEPT.write_text(json.dumps(tasks))
