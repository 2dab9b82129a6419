"""Measures the claim check on editors' bullets: false alarms, and changed numbers caught.

    python benchmarks/coverage.py [DATA.jsonl] [--split dev] [--nearest 2]

DATA holds one article per line: `text`, `highlights` (the editors' bullets) and, if there are
halves, `split`. Each bullet is checked against its whole article, or the
NEAREST sentences by shared words, then with one of its numbers
changed to one near it. Bullets are taken for true, so a flag on an unchanged one is a false
alarm; some bullets do say more than the article. Without DATA only the speed on invented
sentences is printed: over 0.15 ms, or over 0.02 ms for a verbatim one, makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
import timeit
from collections import Counter
from pathlib import Path

from summarizer.coverage import check_coverage
from summarizer.sentences import split_sentences

EVIDENCE = (
    "The Halden defence ministry said on Tuesday that at least nine people, including four "
    "children, were killed when the army of Velk shelled a village near Norburg.\n"
    "Vantia has said it will pay 5 million euros to the families by January 16, Foreign "
    "Minister Anna Brandt told reporters in Norburg."
).split("\n")
PARAPHRASE = (
    "Halden said on Tuesday that at least 9 people, four of them children, were killed by "
    "shells near Norburg, and Vantia will pay 5 million euros."
)
MAX_MS = 0.15
MAX_VERBATIM_MS = 0.02
WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty".split()
NUMBER = re.compile(rf"(?<![\w.,])(?:\d[\d,.]*\d|\d|\b(?:{'|'.join(WORDS)})\b)", re.IGNORECASE)


def change_number(bullet: str, draw: random.Random) -> str | None:
    """Returns the bullet with one number changed; None when it has none."""
    found = list(NUMBER.finditer(bullet))
    if not found:
        return None
    chosen = draw.choice(found)
    old = chosen.group()
    if old[0].isdigit():
        place = draw.choice([at for at, char in enumerate(old) if char.isdigit()])
        digits = [char for char in "123456789" if char != old[place]]
        new = old[:place] + draw.choice(digits) + old[place + 1 :]
    else:
        new = draw.choice([word for word in WORDS if word != old.lower()])
    return bullet[: chosen.start()] + new + bullet[chosen.end() :]


def choose_evidence(bullet: str, sentences: list[str], count: int) -> list[str]:
    """Returns the sentences that share most words with the bullet."""
    words = set(re.findall(r"\w+", bullet.lower()))
    return sorted(sentences, key=lambda one: -len(words & set(re.findall(r"\w+", one.lower()))))[
        :count
    ]


def measure(path: Path, split: str | None, nearest: int) -> None:
    """Prints false alarms by reason, and the share of changed numbers that were caught."""
    draw = random.Random(0)
    alarms: Counter[str] = Counter()
    bullets = flagged = numbered = number_alarms = changed = caught = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if split and row.get("split") != split:
            continue
        sentences = [row["text"][one.start : one.end] for one in split_sentences(row["text"])]
        for bullet in row["highlights"]:
            bullets += 1
            evidence = choose_evidence(bullet, sentences, nearest) if nearest else [row["text"]]
            before = check_coverage(bullet, evidence)
            reasons = {flag.reason for flag in before}
            alarms.update(reasons)
            flagged += bool(reasons)
            other = change_number(bullet, draw)
            if other is None:
                continue
            numbered += 1
            number_alarms += "number_missing" in reasons
            changed += 1
            caught += bool(set(check_coverage(other, evidence)) - set(before))
    print(f"{bullets} bullets, {100 * flagged / bullets:.1f} % with a flag")
    for reason, count in alarms.most_common():
        print(f"  {reason:20} {100 * count / bullets:5.1f} % of the bullets")
    print(f"{numbered} with a number, {100 * number_alarms / numbered:.1f} % number_missing")
    print(f"{changed} with one number changed, {100 * caught / changed:.1f} % caught")


def time_ms(sentence: str) -> float:
    """Milliseconds for one check; the least of several rounds."""
    # Time of this process alone: other programs on the machine are not measured.
    rounds = timeit.repeat(
        lambda: check_coverage(sentence, EVIDENCE), timer=time.process_time, number=200, repeat=15
    )
    return min(rounds) / 200 * 1000


def main() -> int:
    """Prints the table; 1 when a check takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--split", help="only the rows of this half")
    parser.add_argument("--nearest", type=int, default=0, help="sentences to check against")
    options = parser.parse_args()
    if options.data:
        measure(options.data, options.split, options.nearest)
    paraphrase, verbatim = time_ms(PARAPHRASE), time_ms(EVIDENCE[0])
    print(f"paraphrase {paraphrase:.3f} ms, verbatim {verbatim:.4f} ms")
    return int(paraphrase > MAX_MS or verbatim > MAX_VERBATIM_MS)


if __name__ == "__main__":
    sys.exit(main())
