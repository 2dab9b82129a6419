"""Measures the embedded engine: its key points, its events and its speed.

    python -m benchmarks.embedded --highlights PATH --plover PATH --muc PATH [--speed] [--sample N]

Each PATH is a file of JSON Lines that is not part of this repository; what its rows hold is
told in `keypoints.py`, `plover.py` and `muc.py`. A table without a file is left out. With no
file at all the speed is measured on texts made of the examples and of invented sentences.
Needs `rouge-score`; LexRank and TextRank come from `sumy` and are left out where it is not
installed. The exit code is 1 where the choice of key points is too slow.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Prints the tables that are asked for."""
    given = read_arguments()
    if given.highlights:
        from benchmarks.embedded import keypoints

        keypoints.print_table(given.highlights, sample=given.sample)
    if given.plover:
        from benchmarks.embedded import plover

        plover.print_table(given.plover)
    if given.muc:
        from benchmarks.embedded import muc

        muc.print_table(given.muc)
    if given.speed or not (given.highlights or given.plover or given.muc):
        from benchmarks.embedded import keypoints, speed

        speed.print_table(given.runs)
        return int(keypoints.print_speed() > keypoints.MAX_MS)
    return 0


def read_arguments() -> argparse.Namespace:
    """Returns what the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.embedded",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--highlights", type=Path, help="articles with their editors' points")
    parser.add_argument("--plover", type=Path, help="sentences coded with PLOVER")
    parser.add_argument("--muc", type=Path, help="reports with the templates of MUC-3/4")
    parser.add_argument("--speed", action="store_true", help="the speed, besides the tables")
    parser.add_argument("--sample", type=int, help="highlights: so many articles of each split")
    parser.add_argument("--runs", type=int, default=5, help="speed: repetitions (default 5)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
