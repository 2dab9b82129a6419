"""A batch on Ray, with no key and no network.

    python examples/ray_batch.py [INPUT ...] [OUT]

It needs the extra `ray`. `SUMMARIZER_MODEL` and `SUMMARIZER_BASE_URL` name a model instead of the
embedded engine. On a cluster, give `address="auto"` and a ledger that all machines reach:
`options=BatchOptions(ledger="postgresql+psycopg://USER@HOST/DATABASE")`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from summarizer.batch.ray_data import run_on_ray

HERE = Path(__file__).parent


def main(words: list[str]) -> None:
    """Summarizes the inputs into OUT; without any, the articles of this folder into `out`."""
    *inputs, out = words or [str(HERE / "*.txt"), "out"]
    report = run_on_ray(inputs, out, actors=2)
    counts = report.counts
    print(f"{counts.done} done, {counts.dead} failed: {report.folder / 'results.jsonl'}")


if __name__ == "__main__":
    main(sys.argv[1:])
