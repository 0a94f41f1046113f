"""Building blocks for small apps: forms, records, quizzes, timers, counters. They draw and compute, no more."""
