"""Records out of a log: a head line, and indented lines of details below it."""

from dataclasses import dataclass, field


@dataclass
class Record:
    level: str
    message: str
    details: list = field(default_factory=list)


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def head(line):
    level, _, message = line.partition(" ")
    if level not in LEVELS:
        raise ValueError(f"no level in {line!r}")
    return level, message.strip()


def parse(lines):
    found, details, current = [], [], None
    for line in lines:
        if line.startswith(" "):
            details.append(line.strip())
            continue
        if current:
            found.append(Record(*current, list(details)))
        current = head(line)
    if current:
        found.append(Record(*current, details))
    return found


def worst(records):
    return max(records, key=lambda record: LEVELS.index(record.level), default=None)
