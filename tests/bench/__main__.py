"""`make bench`: the quick benchmarks. What share of sentences truly works takes an hour: `tests.bench.share`."""

from tests.bench import changes, door, stages

print(changes.run(), door.run(), stages.run(), sep="\n\n")
