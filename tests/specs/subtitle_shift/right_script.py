import re
import sys

moved_by = round(float(sys.argv[2]) * 1000)


def moved(time: re.Match[str]) -> str:
    hours, minutes, seconds, thousandths = (int(part) for part in time.groups())
    at = max(0, ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths + moved_by)
    return f"{at // 3600000:02}:{at // 60000 % 60:02}:{at // 1000 % 60:02},{at % 1000:03}"


with open(sys.argv[1], encoding="utf-8-sig") as file:
    for line in file:
        if "-->" in line:
            line = re.sub(r"(\d+):(\d\d):(\d\d),(\d{3})", moved, line)
        print(line, end="")
