"""`make bench`: the quick benchmarks. What share of sentences truly works takes an hour: `tests.bench.share`."""

from tests.bench import door, stages

print(door.run(), stages.run(), sep="\n\n")
