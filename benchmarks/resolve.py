"""Cost of turning one reply of a model's size into records, beside pydantic alone.

    python benchmarks/resolve.py [--runs 9]

The article and the reply stand in `benchmarks/data/`; the reply was written by hand, in the
size and shape of a model's: 5 key points, 8 events and 40 quotes of which most are exact, some
come with other quotation marks or case, two leave words out, one has a typing error and one is
made up. CPU time of `resolve`, with the text read afresh each time, beside what pydantic takes
to check the same records when they are read back from JSON. A median over the target makes the
exit code 1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from summarizer.resolve import Findings, resolve
from summarizer.textmap import TextMap
from summarizer_schemas.record import Event, KeyPoint
from summarizer_schemas.wire import WireReply

DATA = Path(__file__).parent / "data"
PUBLISHED = date(2024, 6, 14)
TARGET_MS = 2.0
ROUNDS = 40
"""Replies resolved for one figure; a single one is over too soon to be timed alone."""
_KEY_POINTS = TypeAdapter(list[KeyPoint])
_EVENTS = TypeAdapter(list[Event])


def list_quotes(reply: WireReply) -> list[str]:
    """Returns every quote of a reply, wherever it stands."""
    quotes = [quote for point in reply.key_points for quote in point.quotes]
    for event in reply.events:
        quotes += event.quotes
        quotes += [figure.quote for figure in event.figures]
        quotes += [claim.quote for claim in event.claims]
        quotes += [link.quote for link in event.links if link.quote]
    return quotes


def time_ms(call: Callable[[], object]) -> float:
    """Returns the CPU time of one call in milliseconds, over many calls."""
    begun = time.process_time()
    for _ in range(ROUNDS):
        call()
    return (time.process_time() - begun) / ROUNDS * 1e3


def main() -> int:
    """Prints the table; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9)
    runs: int = parser.parse_args().runs
    text = (DATA / "delta-ceasefire.txt").read_text("utf-8")
    raw = (DATA / "delta-ceasefire.reply.json").read_text("utf-8")
    reply = WireReply.model_validate_json(raw)
    quotes = list_quotes(reply)
    warm = TextMap(text)
    _ = warm.segments, warm.folded

    def find(text_map: TextMap) -> Findings:
        return resolve(reply, text_map, published=PUBLISHED)

    found = find(TextMap(text))
    points = _KEY_POINTS.dump_json(found.key_points)
    events = _EVENTS.dump_json(found.events)
    calls: dict[str, Callable[[], object]] = {
        "resolve, text read by then": lambda: find(warm),
        "resolve, text read afresh": lambda: find(TextMap(text)),
        "pydantic, same records": lambda: (
            _KEY_POINTS.validate_json(points),
            _EVENTS.validate_json(events),
        ),
    }
    print(
        f"{len(text):,} characters, {len(reply.key_points)} key points,"
        f" {len(reply.events)} events, {len(quotes)} quotes; kept {len(found.key_points)} points,"
        f" {len(found.events)} events after merging, {len(found.rejected)} items rejected"
    )
    timed = {name: [time_ms(call) for _ in range(runs)] for name, call in calls.items()}
    peer = statistics.median(timed["pydantic, same records"])
    print(f"\nCPU ms a reply, median (least - most) of {runs} runs of {ROUNDS}")
    for name, values in timed.items():
        median = statistics.median(values)
        print(
            f"  {name:28}{median:8.3f}   ({min(values):.3f} - {max(values):.3f})"
            f"   {median / peer:5.1f} x pydantic"
        )
    return int(statistics.median(timed["resolve, text read by then"]) > TARGET_MS)


if __name__ == "__main__":
    sys.exit(main())
