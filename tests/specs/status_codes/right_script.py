import re
import sys
from collections import Counter

codes = Counter()
for line in sys.stdin:
    if found := re.search(r'" (\d{3}) ', line):
        codes[found[1]] += 1
for code, count in codes.most_common():
    print(code, count)
