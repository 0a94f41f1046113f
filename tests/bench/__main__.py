"""`make bench`: the quick benchmarks. What share of sentences truly works takes hours: `make bench-generator`."""

from tests.bench import arriving, changes, door, faults, stages

print(changes.run(), door.run(), faults.run(), arriving.run(), stages.run(), sep="\n\n")
