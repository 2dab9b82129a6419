"""Prices: a dated table, a file of one's own before it, and what follows from both."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from summarizer.errors import ConfigError
from summarizer.prices import Price, find_price
from summarizer.providers import PROVIDERS, split_model
from summarizer_schemas.result import Usage

TABLE = Path(__file__).parent.parent / "summarizer" / "data" / "prices.yaml"


def test_the_table_is_dated_and_its_source_named() -> None:
    """Who reads a cost can find out where it comes from and how old it is."""
    data = yaml.safe_load(TABLE.read_text("utf-8"))
    assert set(data) == {"source", "version", "read", "prices"}
    assert data["read"].year >= 2026
    assert len(data["prices"]) >= 25


def test_every_row_is_a_model_of_a_provider_there_is() -> None:
    """A row that no setting can name would never be used."""
    for name in yaml.safe_load(TABLE.read_text("utf-8"))["prices"]:
        provider, _ = split_model(name)
        assert provider.name in PROVIDERS
        price = find_price(name)
        assert price is not None
        assert 0 <= price.cached_input <= price.input <= price.output


@pytest.mark.parametrize(
    ("model", "price"),
    [
        ("openai/gpt-4.1-mini", Price(0.4, 0.1, 1.6)),
        ("openai/gpt-4.1-mini-2025-04-14", Price(0.4, 0.1, 1.6)),
        ("openai/gpt-4.1-mini-20250414", Price(0.4, 0.1, 1.6)),
        ("openai/gpt-4.1-mini-turbo", None),
        ("together/openai/gpt-oss-120b", Price(0.15, 0.15, 0.6)),
        ("ollama/whatever", Price(0, 0, 0)),
        ("openai/mine", None),
    ],
)
def test_a_price_is_found_by_name(model: str, price: Price | None) -> None:
    """A model, a dated snapshot of it, or any model of a provider; nothing is guessed."""
    assert find_price(model) == price


def test_a_cost_counts_each_token_once() -> None:
    """Cached tokens are part of the question, and no more of them than the question has."""
    price = Price(input=1.0, cached_input=0.1, output=10.0)
    used = Usage(prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=100_000)
    assert price.cost(used) == pytest.approx(0.6 + 0.04 + 1.0)
    assert price.cost(Usage(prompt_tokens=10, cached_tokens=20)) == pytest.approx(1e-6)
    assert price.cost(Usage()) == 0


def test_a_file_of_ones_own_comes_first(tmp_path: Path) -> None:
    """Own prices replace and add to the table; what they do not name is found in the table."""
    path = tmp_path / "own.yaml"
    path.write_text(
        "prices:\n  openai/gpt-4.1-mini: {input: 1, output: 2}\n"
        "  openai/mine: {input: 3, cached_input: 1, output: 4}\n  groq/*: {input: 0, output: 0}\n",
        "utf-8",
    )
    own = str(path)
    assert find_price("openai/gpt-4.1-mini", own) == Price(1, 1, 2)
    assert find_price("openai/mine", own) == Price(3, 1, 4)
    assert find_price("groq/anything", own) == Price(0, 0, 0)
    assert find_price("openai/gpt-4.1", own) == Price(2, 0.5, 8)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a", "has no `prices:`"),
        ("prices: 3", "has no `prices:`"),
        ("prices: {a/b: 3}", "'a/b' needs input"),
        ("prices: {a/b: {input: 1}}", "'a/b' needs input"),
        ("prices: {a/b: {input: -1, output: 1}}", "'a/b' needs input"),
        ("prices: {a/b: {input: .nan, output: 1}}", "'a/b' needs input"),
        ("prices: {a/b: {input: 1, output: 1, more: 1}}", "'a/b' needs input"),
        ("prices: [", "is no YAML"),
    ],
)
def test_a_bad_file_is_named_with_its_row(tmp_path: Path, text: str, problem: str) -> None:
    """A file that cannot be used says where it goes wrong, and is not half read."""
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=problem.replace("[", r"\[")) as caught:
        find_price("openai/mine", str(path))
    assert "own.yaml" in str(caught.value)


def test_a_file_that_is_not_there_is_named() -> None:
    """The path stands in the message."""
    with pytest.raises(ConfigError, match=r"nowhere\.yaml' cannot be read"):
        find_price("openai/mine", "nowhere.yaml")
