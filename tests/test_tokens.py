"""Tokens, estimated: near enough in every script, and nearer after each answer."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.tokens import Calibration, estimate_tokens

COUNTED = {
    "Nine people were killed in strikes on the border on Thursday, police said, and at least four "
    "of them were children.": 24,
    "Правительство объявило в четверг о новых санкциях против лиц, причастных к нападению.": 21,
    "政府周四宣布对袭击事件的责任人实施新的制裁。这次袭击造成至少九人死亡，其中包括四名儿童。": 30,
    '{"quotes": ["Nine people were killed in strikes"], "trigger": "strikes", "type": "ASSAULT", '
    '"modes": [], "actors": [{"text": "police", "name": null, "kind": "organisation"}], '
    '"location": "the border"}': 60,
}
"""Texts with their number of tokens in o200k_base."""


@pytest.mark.parametrize(("text", "count"), COUNTED.items())
def test_an_estimate_is_near(text: str, count: int) -> None:
    """News and JSON are estimated to a fifth over, or a sixth under, and two tokens."""
    assert count * 0.83 - 2 <= estimate_tokens(text) <= count * 1.2 + 2


@given(st.text(max_size=300), st.text(max_size=300))
def test_an_estimate_adds_up(first: str, second: str) -> None:
    """The estimate of two texts is that of each, up to rounding, and never negative."""
    both = estimate_tokens(first + second)
    apart = estimate_tokens(first) + estimate_tokens(second)
    assert 0 <= apart - both <= 2
    assert estimate_tokens("") == 0


def test_half_a_character_is_estimated() -> None:
    """Half a surrogate pair counts like any other odd character."""
    assert estimate_tokens("\ud800") == 1


@given(st.floats(0.6, 3.5), st.lists(st.integers(50, 5_000), min_size=5, max_size=50))
def test_a_calibration_learns_the_ratio(ratio: float, sizes: list[int]) -> None:
    """What a server counts times as much is estimated times as much."""
    calibration = Calibration()
    for size in sizes:
        calibration.note(estimated=size, real=round(size * ratio))
    assert calibration.correct(1_000) == pytest.approx(1_000 * ratio, rel=0.02, abs=2)


def test_a_calibration_follows_a_change() -> None:
    """Recent answers weigh more: another kind of article is learned within some dozens of them."""
    calibration = Calibration()
    for _ in range(500):
        calibration.note(estimated=1_000, real=1_000)
    for _ in range(100):
        calibration.note(estimated=1_000, real=2_000)
    assert 1_800 < calibration.correct(1_000) <= 2_000


def test_a_calibration_is_not_led_astray() -> None:
    """Counts of nothing are left out, and absurd ones do not go beyond bounds."""
    calibration = Calibration()
    calibration.note(estimated=0, real=50)
    calibration.note(estimated=50, real=0)
    assert calibration.correct(100) == 100
    calibration.note(estimated=1, real=1_000_000)
    assert calibration.correct(100) == 400


def test_a_calibration_is_shared_by_threads() -> None:
    """No answer is lost when threads note at once."""
    calibration = Calibration()

    def note() -> None:
        for _ in range(1_000):
            calibration.note(estimated=100, real=130)

    threads = [threading.Thread(target=note) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 130 <= calibration.correct(100) <= 131
