"""A batch from its inputs to its files: nothing lost, nothing done twice, whatever happens."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.batch import BatchOptions, Progress, Report, read_status, retry_failed, run
from summarizer.errors import ArticleError, ConfigError
from summarizer.settings import Settings
from summarizer_schemas.article import Article
from summarizer_schemas.result import Result
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_settings, make_words

pytest_plugins = ["tests.servers.fixtures"]

QUOTE = "Nine people were killed in strikes on the border on Thursday, police said."


def make_articles(count: int, *, start: int = 0) -> list[Article]:
    """Returns so many articles, each with an id the fault server knows it by."""
    return [
        Article(id=f"a{number}", text=f"ARTID-{number:06d} {QUOTE} Reports differ.")
        for number in range(start, start + count)
    ]


def run_here(inputs: Any, out: Path, settings: Settings | None = None, **options: Any) -> Report:
    """Runs a batch in this process."""
    given: dict[str, Any] = {"processes": 1, "copies": "ask", **options}
    return run(inputs, out, settings=settings or Settings(), options=BatchOptions(**given))


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Returns the JSON of each line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def read_ids(out: Path) -> list[str]:
    """Returns the ids of the articles that have results."""
    return [line["article"]["id"] for line in read_lines(out / "results.jsonl")]


def read_dead(out: Path) -> list[str]:
    """Returns the ids of the articles that failed."""
    return [line["article_id"] for line in read_lines(out / "dead.jsonl")]


def read_parts(out: Path) -> list[dict[str, Any]]:
    """Returns the rows of the Parquet files, in their order."""
    parquet: Any = importlib.import_module("pyarrow.parquet")
    parts = sorted(out.glob("results-*.parquet"))
    return [row for part in parts for row in parquet.read_table(part).to_pylist()]


# ---- what comes out ----


def test_every_article_ends_as_a_result_or_a_letter(faults: FaultServer, tmp_path: Path) -> None:
    """Under four kinds of faults, and with a row that is no article."""
    faults.set_plan(
        Plan(answer=make_words(), rates={"refusal": 0.2, "429": 0.1, "reset": 0.1, "html": 0.1})
    )
    settings = make_settings(faults.base_url)
    articles = make_articles(60)
    unreadable = ArticleError("row 7 is no article", source="x.jsonl:7")
    report = run_here([*articles, unreadable], tmp_path, settings, concurrency=16)
    delivered, dead = read_ids(tmp_path), read_dead(tmp_path)
    assert sorted([*delivered, *dead]) == sorted([*(one.id for one in articles), "x.jsonl:7"])
    classes = Counter(line["error"] for line in read_lines(tmp_path / "dead.jsonl"))
    assert classes["refused"] >= 5
    assert classes["input"] == 1
    assert report.progress.errors == classes
    assert (report.counts.done, report.counts.dead) == (len(delivered), len(dead))
    assert report.state == "complete"


def test_each_line_is_a_result_of_the_schema(tmp_path: Path) -> None:
    """Whatever stands in `results.jsonl` can be read as a `Result`."""
    run_here(make_articles(20), tmp_path)
    for line in (tmp_path / "results.jsonl").read_bytes().splitlines():
        result = Result.from_json(line)
        assert result.article.id.startswith("a")
        assert result.provenance.engine == "embedded"


def test_a_second_run_asks_for_nothing(faults: FaultServer, tmp_path: Path) -> None:
    """Only articles that are new are asked about."""
    settings = make_settings(faults.base_url)
    run_here(make_articles(20), tmp_path, settings)
    requests = faults.requests
    report = run_here(make_articles(25), tmp_path, settings)
    assert faults.requests == requests + 5 * requests // 20
    assert (report.progress.settled, report.progress.done) == (20, 5)
    assert len(set(read_ids(tmp_path))) == 25


def test_several_processes_share_the_work(tmp_path: Path) -> None:
    """Each article is delivered by one of them."""
    report = run_here(make_articles(40), tmp_path, processes=2)
    assert report.progress.done == 40
    assert sorted(read_ids(tmp_path)) == sorted(one.id for one in make_articles(40))


def test_children_that_die_at_once_end_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What cannot start is not started for ever, and no article is blamed for it."""
    monkeypatch.setattr("summarizer.batch.lanes._PROGRAM", "import no_such_room")
    with pytest.raises(ConfigError, match="ended before its first answer, 2 times"):
        run_here(make_articles(40), tmp_path, processes=2)
    assert read_status(tmp_path).counts.dead == 0


def test_a_killed_child_costs_no_article(faults: FaultServer, tmp_path: Path) -> None:
    """What it had under way is given to another one."""
    faults.set_plan(Plan(answer=make_words(), latency_s=0.05))
    killed: list[int] = []

    def watch(progress: Progress) -> None:
        children = _list_children()
        if not killed and progress.done and children:
            os.kill(children[0], 9)
            killed.append(children[0])

    report = run(
        make_articles(200),
        tmp_path,
        settings=make_settings(faults.base_url),
        options=BatchOptions(processes=2, concurrency=8, copies="ask"),
        watch=watch,
    )
    assert killed
    assert (report.progress.done, report.progress.dead) == (200, 0)
    assert len(set(read_ids(tmp_path))) == 200


def _list_children() -> list[int]:
    import psutil

    return [one.pid for one in psutil.Process().children() if _serves(one)]


def _serves(process: Any) -> bool:
    """Whether a process is a child of a batch; one that has just died says nothing."""
    import psutil

    try:
        return "lanes import serve" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def test_the_provenance_is_that_of_each_articles_own_engine(
    faults: FaultServer, tmp_path: Path
) -> None:
    """It is told by the process that did the work."""
    run_here(make_articles(4), tmp_path, make_settings(faults.base_url), processes=2)
    for line in read_lines(tmp_path / "results.jsonl"):
        assert line["provenance"]["model"] == "tiny"
        assert line["usage"]["requests"] >= 1


# ---- copies ----


def test_the_same_article_under_another_id_is_not_asked_about(
    faults: FaultServer, tmp_path: Path
) -> None:
    """Twelve ids cost one call; each result keeps its own id and address."""
    text = f"ARTID-000001 {QUOTE} " + "Reports differ. " * 3
    twins = [Article(id=f"twin{number}", text=text, url=f"u:{number}") for number in range(12)]
    report = run_here(twins, tmp_path, make_settings(faults.base_url, repair=False), concurrency=4)
    assert faults.requests == 1
    lines = {line["article"]["id"]: line for line in read_lines(tmp_path / "results.jsonl")}
    assert len(lines) == 12
    assert {line["article"]["url"] for line in lines.values()} == {f"u:{n}" for n in range(12)}
    taken = [line for line in lines.values() if "duplicate_of: twin0" in line["warnings"]]
    assert len(taken) == 11
    assert all(line["usage"]["requests"] == 0 for line in taken)
    assert report.progress.duplicates == report.counts.duplicates == 11


BODY = (
    f"{QUOTE} The mayor of Norburg said the town had been evacuated the evening before. "
    "Families slept in a school, and buses brought food from the capital of Vantia. "
    "A spokeswoman for the army declined to say which weapons had been used in the attack. "
    "Two bridges over the river are closed, and trains end at the station of Kessel. "
    "Farmers in the hills above the town told reporters that they had heard aircraft before dawn. "
    "Shops stayed shut along the market street, where glass from the windows covered the ground. "
    "The foreign minister of Vantia called his colleague in Ostrava and asked for an explanation. "
    "Neither government has said whether the talks about grain and water will go on as planned."
)


def test_a_syndicated_copy_takes_over_the_findings_in_its_own_words(
    faults: FaultServer, tmp_path: Path
) -> None:
    """One call for both, and every offset is right in the copy's own text."""
    articles = [
        Article(id="first", text=f"ARTID-000001 {BODY}"),
        Article(id="copy", text=f"ARTID-000001 {BODY}\n\n(Vantia Press)"),
    ]
    report = run_here(
        articles, tmp_path, make_settings(faults.base_url, repair=False), copies="reuse"
    )
    assert faults.requests == 1
    copy = next(
        one for one in read_lines(tmp_path / "results.jsonl") if one["article"]["id"] == "copy"
    )
    result = Result.model_validate(copy)
    assert any(one.startswith("copy_of: first (similarity 0.9") for one in result.warnings)
    text = articles[1].text
    quotes = list(result.iter_evidence())
    assert quotes
    assert all(text[one.start : one.end] == one.quote for one in quotes)
    assert report.counts.copies == 1


def test_another_toll_is_no_copy(faults: FaultServer, tmp_path: Path) -> None:
    """One changed number in a long text costs a call of its own."""
    articles = [
        Article(id="first", text=f"ARTID-000001 {BODY}"),
        Article(id="later", text=f"ARTID-000001 {BODY.replace('Nine', 'Twelve')}"),
    ]
    settings = make_settings(faults.base_url, repair=False)
    report = run_here(articles, tmp_path, settings, copies="reuse")
    assert faults.requests == 2
    assert report.counts.copies == 0


def test_a_copy_of_a_failed_article_is_asked_about_itself(
    faults: FaultServer, tmp_path: Path
) -> None:
    """A refusal of the first one is no refusal of the second one."""
    faults.set_plan(Plan(answer=make_words(), script=("refusal",)))
    text = f"ARTID-000001 {BODY}"
    twins = [Article(id="one", text=text), Article(id="two", text=text)]
    run_here(twins, tmp_path, make_settings(faults.base_url, repair=False), concurrency=1)
    assert read_dead(tmp_path) == ["one"]
    assert read_ids(tmp_path) == ["two"]


# ---- stops ----


def test_the_money_cap_holds_and_what_is_left_goes_on_later(
    faults: FaultServer, tmp_path: Path
) -> None:
    """Under a higher cap the rest is done, and nothing is asked about twice."""
    prices = tmp_path / "prices.yaml"
    prices.write_text("prices:\n  openai/tiny: {input: 100, output: 100}\n", encoding="utf-8")
    settings = make_settings(
        faults.base_url, prices=str(prices), max_output_tokens=1_000, repair=False, max_cost_usd=6.0
    )
    out = tmp_path / "out"
    first = run_here(make_articles(40), out, settings, concurrency=4)
    assert (first.state, first.reason) == ("stopped", "money")
    assert 0 < first.counts.spent_usd <= 6.0
    assert 0 < first.progress.done < 40
    assert read_dead(out) == []
    more = make_settings(
        faults.base_url,
        prices=str(prices),
        max_output_tokens=1_000,
        repair=False,
        max_cost_usd=90.0,
    )
    second = run_here(make_articles(40), out, more, concurrency=4)
    assert second.state == "complete"
    assert sorted(read_ids(out)) == sorted(one.id for one in make_articles(40))
    assert faults.requests == 40


def test_processes_share_the_money_cap(faults: FaultServer, tmp_path: Path) -> None:
    """The cap is that of all together."""
    prices = tmp_path / "prices.yaml"
    prices.write_text("prices:\n  openai/tiny: {input: 100, output: 100}\n", encoding="utf-8")
    settings = make_settings(
        faults.base_url, prices=str(prices), max_output_tokens=1_000, repair=False, max_cost_usd=9.0
    )
    report = run_here(make_articles(60), tmp_path / "out", settings, processes=2, concurrency=4)
    assert report.reason == "money"
    assert 0 < report.counts.spent_usd <= 9.0


def test_a_cap_without_a_price_is_refused_before_anything_is_asked(
    faults: FaultServer, tmp_path: Path
) -> None:
    """A cap that cannot be kept is no cap."""
    settings = make_settings(faults.base_url, max_cost_usd=1.0)
    with pytest.raises(ConfigError, match="the price of 'openai/tiny' is not known"):
        run_here(make_articles(2), tmp_path, settings)
    assert faults.requests == 0


def test_limits_that_are_less_than_one_for_each_process_are_refused(
    faults: FaultServer, tmp_path: Path
) -> None:
    """Each process would take one, and all together more than is allowed."""
    settings = make_settings(faults.base_url, requests_per_minute=3)
    with pytest.raises(ConfigError, match="less than one for each of 4 processes"):
        run_here(make_articles(2), tmp_path, settings, processes=4)


def test_a_time_cap_begins_nothing_more(faults: FaultServer, tmp_path: Path) -> None:
    """What was under way is finished, and nothing stays claimed."""
    faults.set_plan(Plan(answer=make_words(), latency_s=0.1))
    settings = make_settings(faults.base_url)
    report = run_here(make_articles(400), tmp_path, settings, concurrency=2, max_time_s=0.5)
    assert (report.state, report.reason) == ("stopped", "time")
    assert 0 < report.progress.done < 400
    assert report.counts.claimed == 0
    assert report.counts.pending + report.progress.done <= 400


def test_a_provider_that_answers_nobody_ends_the_run(faults: FaultServer, tmp_path: Path) -> None:
    """A wrong key costs a few articles, not all of them, and these can be tried again."""
    faults.set_plan(Plan(rates={"status:401": 1.0}))
    settings = make_settings(faults.base_url)
    report = run_here(make_articles(300), tmp_path, settings, concurrency=4, give_up_after=10)
    assert (report.state, report.reason) == ("stopped", "provider")
    assert report.progress.dead < 30
    # They are tried again once the key is right.
    faults.set_plan(Plan(answer=make_words()))
    assert retry_failed(tmp_path, only=["provider"]) == report.progress.dead
    assert read_dead(tmp_path) == []
    again = run_here(make_articles(300), tmp_path, settings)
    assert again.counts.done == 300


# ---- files that do not follow ----


def test_a_torn_last_line_is_taken_off_and_written_again(tmp_path: Path) -> None:
    """Half a line at the end, as a crash leaves it."""
    run_here(make_articles(10), tmp_path)
    path = tmp_path / "results.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:100])
    run_here(make_articles(12), tmp_path)
    assert path.read_bytes().startswith(whole)
    assert len(set(read_ids(tmp_path))) == len(read_ids(tmp_path)) == 12


@pytest.mark.parametrize("left", [0, 1, 1000])
def test_a_file_that_was_cut_is_written_anew_from_the_ledger(tmp_path: Path, left: int) -> None:
    """Within a line, within the first one, or down to nothing."""
    run_here(make_articles(10), tmp_path)
    path = tmp_path / "results.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:left])
    run_here(make_articles(10), tmp_path)
    assert path.read_bytes() == whole


def test_a_deleted_file_is_written_anew_from_the_ledger(tmp_path: Path) -> None:
    """Letter by letter the same, results and failures."""
    articles: list[Article | ArticleError] = [*make_articles(10), ArticleError("no", source="x")]
    run_here(articles, tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in ("results.jsonl", "dead.jsonl")}
    for name in before:
        (tmp_path / name).unlink()
    run_here(articles, tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_results_come_as_parquet_files_of_so_many_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over two runs, and no row stands in two files."""
    monkeypatch.setattr("summarizer.batch.outputs.PART_ROWS", 8)
    out = tmp_path / "out"
    run_here(make_articles(20), out, output_format="parquet")
    run_here(make_articles(25), out, output_format="parquet")
    rows = read_parts(out)
    assert sorted(row["article_id"] for row in rows) == sorted(one.id for one in make_articles(25))
    assert all(Result.from_json(row["result"]).article.id == row["article_id"] for row in rows)
    assert not (out / "results.jsonl").read_bytes()
    assert len(list(out.glob("results-*.parquet"))) >= 3


def test_a_parquet_file_that_was_not_noted_down_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a crash between the file and the ledger leaves it."""
    monkeypatch.setattr("summarizer.batch.outputs.PART_ROWS", 8)
    run_here(make_articles(8), tmp_path, output_format="parquet")
    shutil.copy(tmp_path / "results-00001.parquet", tmp_path / "results-00002.parquet")
    run_here(make_articles(16), tmp_path, output_format="parquet")
    rows = read_parts(tmp_path)
    assert len({row["article_id"] for row in rows}) == len(rows) == 16


def test_a_lost_ledger_is_made_anew_from_the_results(tmp_path: Path) -> None:
    """What is in the file is not asked about again."""
    run_here(make_articles(10), tmp_path)
    before = (tmp_path / "results.jsonl").read_bytes()
    for path in tmp_path.glob("ledger.db*"):
        path.unlink()
    report = run_here(make_articles(12), tmp_path)
    assert (report.progress.settled, report.progress.done) == (10, 2)
    assert (tmp_path / "results.jsonl").read_bytes().startswith(before)
    assert report.counts.done == 12


# ---- what is refused, with nothing lost ----


def test_changed_settings_are_named_and_nothing_is_touched(tmp_path: Path) -> None:
    """Two settings in one OUT would be two batches."""
    run_here(make_articles(5), tmp_path)
    before = (tmp_path / "results.jsonl").read_bytes()
    with pytest.raises(ConfigError, match="editorial was use and is mask"):
        run_here(make_articles(5), tmp_path, Settings(editorial="mask"))
    assert (tmp_path / "results.jsonl").read_bytes() == before


def test_a_folder_with_other_things_is_not_used(tmp_path: Path) -> None:
    """A mistyped OUT does not fill somebody's thesis with results."""
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(ConfigError, match=r"holds no batch but 'thesis.tex'"):
        run_here(make_articles(1), tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_is_no_out(tmp_path: Path) -> None:
    """The message says what OUT is."""
    (tmp_path / "out").write_text("x")
    with pytest.raises(ConfigError, match="is a file; OUT is a folder"):
        run_here(make_articles(1), tmp_path / "out")


def test_a_damaged_ledger_is_named_and_the_results_are_kept(tmp_path: Path) -> None:
    """Once it is moved away, the results count as done."""
    run_here(make_articles(10), tmp_path)
    before = (tmp_path / "results.jsonl").read_bytes()
    path = tmp_path / "ledger.db"
    path.write_bytes(b"\0garbage" * 4096)
    with pytest.raises(ConfigError, match=r"is damaged .* move it away and run again"):
        run_here(make_articles(10), tmp_path)
    assert (tmp_path / "results.jsonl").read_bytes() == before
    for one in tmp_path.glob("ledger.db*"):
        one.unlink()
    assert run_here(make_articles(10), tmp_path).progress.done == 0


def test_a_full_disk_is_named_and_what_was_found_is_kept(
    tmp_path: Path, faults: FaultServer
) -> None:
    """With room again, the same command goes on; what was under way is all that is asked twice."""
    settings = make_settings(faults.base_url)
    run_here(make_articles(5), tmp_path, settings)
    requests = faults.requests
    with sqlite3.connect(tmp_path / "ledger.db") as file:
        (pages,) = file.execute("PRAGMA page_count").fetchone()
    file.close()
    with pytest.MonkeyPatch.context() as patch:
        _limit_pages(patch, pages + 2)
        with pytest.raises(ConfigError, match=r"the disk is full; make room and run the same"):
            run_here(make_articles(200), tmp_path, settings, concurrency=4)
    found = read_ids(tmp_path)
    assert set(found) >= {f"a{number}" for number in range(5)}
    run_here(make_articles(200), tmp_path, settings, concurrency=4)
    assert sorted(read_ids(tmp_path)) == sorted(one.id for one in make_articles(200))
    per_article = requests // 5
    assert faults.requests <= (200 + 4) * per_article


def _limit_pages(patch: pytest.MonkeyPatch, pages: int) -> None:
    """SQLite's own limit of a file's size fails as a full disk does: SQLITE_FULL."""
    from summarizer.batch.ledger import opening

    tune = opening._tune  # pyright: ignore[reportPrivateUsage]

    def tune_and_limit(connection: Any, record: Any) -> None:
        tune(connection, record)
        connection.execute(f"PRAGMA max_page_count = {pages}")

    patch.setattr(opening, "_tune", tune_and_limit)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"out": 1, "strange": 2}'])
def test_a_damaged_manifest_is_named(tmp_path: Path, content: bytes) -> None:
    """Cut, of another shape, or with values of another kind."""
    run_here(make_articles(2), tmp_path)
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(ConfigError, match=r"manifest\.json is damaged"):
        run_here(make_articles(2), tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        {"concurrency": 0},
        {"processes": -1},
        {"max_time_s": 0},
        {"copies": "x"},
        {"output_format": "x"},
    ],
)
def test_an_option_out_of_range_is_refused(options: dict[str, Any]) -> None:
    """Before anything is opened."""
    with pytest.raises(ConfigError):
        BatchOptions(**options)


# ---- what is read ----


def test_articles_are_taken_as_they_are_needed(tmp_path: Path) -> None:
    """Of a hundred thousand, no more are taken than are under way."""
    taken: list[int] = []

    def give() -> Iterator[Article]:
        for number in range(100_000):
            taken.append(number)
            yield make_articles(1, start=number)[0]

    report = run_here(give(), tmp_path, max_time_s=0.5)
    assert report.reason == "time"
    assert len(taken) < report.progress.done + 200


def test_files_are_read_and_the_folder_of_results_is_left_out(tmp_path: Path) -> None:
    """A name or a path will do, and OUT within INPUT does not feed the batch its own results."""
    news = tmp_path / "news"
    news.mkdir()
    for number in range(3):
        (news / f"{number}.txt").write_text(f"Rain fell on Norburg for {number} days.", "utf-8")
    out = news / "out"
    assert run_here(str(news), out).counts.done == 3
    report = run_here(news, out)
    assert report.counts.done == 3
    assert report.progress.settled == 3
    assert read_status(out).manifest.inputs == (str(news),)


def test_an_unexpected_failure_in_one_article_leaves_the_others_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter says where it happened, without words of the article."""
    from summarizer import pipeline

    real = pipeline.run

    async def fail(article: Article, *rest: Any) -> Result:
        if article.id == "a3":
            raise KeyError(article.text)
        return await real(article, *rest)

    monkeypatch.setattr(pipeline, "run", fail)
    run_here(make_articles(6), tmp_path)
    assert len(read_ids(tmp_path)) == 5
    (letter,) = read_lines(tmp_path / "dead.jsonl")
    assert letter["article_id"] == "a3"
    assert "KeyError in test_batch_run.py" in letter["message"]
    assert QUOTE not in letter["message"]


def test_the_folders_lock_files_are_gone_after_a_run(tmp_path: Path) -> None:
    """Owners clean up behind themselves."""
    run_here(make_articles(2), tmp_path)
    assert list((tmp_path / ".owners").iterdir()) == []
