"""Why there is an event: the command's --explain and the function behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from summarizer import Article, Summarizer
from summarizer.cli import app
from summarizer.engines.embedded.wordlists import list_entries
from summarizer.explaining import explain

TEXT = (
    "Senate throws out water treaty\n\n"
    "The Senate of Kenya threw out the water treaty on Monday. Kenya said it would expel two"
    " Ugandan diplomats. Ugandan jets hit the port of Selm on Tuesday, and officials said nine"
    " people were killed. Rebels have attacked the port for years.\n"
)


def test_every_event_has_the_entries_that_made_it() -> None:
    """Each reason names a line of one of the lists, and words that stand in the article."""
    article = Article(text=TEXT)
    with Summarizer() as summarizer:
        result = summarizer.summarize(article)
    entries = {
        name: {entry for _, _, entry in list_entries(name)} for name in ("verbs.yaml", "nouns.yaml")
    }
    found = explain(article, result)
    assert set(found) == {event.id for event in result.events}
    for event in result.events:
        reasons = found[event.id]
        assert reasons
        for reason in reasons:
            assert reason.entry in entries[reason.source]
            assert reason.words in TEXT
            assert reason.quote in TEXT


def test_mentions_that_were_joined_are_all_explained() -> None:
    """The headline's words stand beside the lead's."""
    article = Article(text=TEXT)
    with Summarizer() as summarizer:
        result = summarizer.summarize(article)
    reasons = explain(article, result)["e1"]
    assert [reason.words for reason in reasons] == ["threw out", "throws out"]


def test_what_saying_makes_of_a_deed_is_explained() -> None:
    """Who "would expel" threatens: the list says SANCTION, the telling THREATEN."""
    article = Article(text=TEXT)
    with Summarizer() as summarizer:
        result = summarizer.summarize(article)
    threat = next(event for event in result.events if event.type == "THREATEN")
    (reason,) = explain(article, result)[threat.id]
    assert (reason.type, reason.told_as) == ("SANCTION", "THREATEN, future")


def test_the_command_tells_why_below_the_result(tmp_path: Path) -> None:
    """One line says which words are which entry of which list."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    run = CliRunner().invoke(app, ["run", str(path), "--explain", "--published", "2024-01-19"])
    assert run.exit_code == 0
    _, why = run.output.split("\nWhy\n")
    assert '"expel two Ugandan diplomats" is' in why
    assert "as it is told: THREATEN, future" in why
    assert all(line == line.rstrip() for line in run.output.splitlines())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--model", "openai/gpt-x"], "leave out --model"),
        (["--format", "json"], "leave out --format"),
    ],
)
def test_explain_goes_with_the_embedded_engine_and_text(
    options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere there is nothing to tell, and the error says what to leave out."""
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    run = CliRunner().invoke(app, ["run", str(path), "--explain", *options])
    assert run.exit_code != 0
    assert said in run.output + str(run.exception)
