"""The ledger: articles are claimed once, settled once, and nothing of it is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from summarizer.batch.identity import Setup
from summarizer.batch.ledger import Ledger
from summarizer.batch.records import Entry, Outcome
from summarizer.errors import ConfigError
from summarizer.settings import Settings
from summarizer_schemas.article import Article
from summarizer_schemas.result import Usage

pytest_plugins = ["tests.servers.fixtures"]

SETUP = Setup.of(Settings())
LEASE_S = 60.0


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        """Returns the time, in seconds."""
        return self.now_s


Open = Callable[..., Ledger]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def open_ledger(url: str, tmp_path: Path) -> Iterator[Open]:
    """Opens the same ledger as often as wanted, each time as another owner."""
    opened: list[Ledger] = []

    def make(**changes: Any) -> Ledger:
        given: dict[str, Any] = {
            "setup": SETUP.facts,
            "out": "here",
            "folder": tmp_path / "owners",
            "now": Clock(),
            "lease_s": LEASE_S,
        }
        ledger = Ledger(url, **{**given, **changes})
        opened.append(ledger)
        return ledger

    yield make
    for ledger in opened:
        ledger.close()


def identify(number: int, text: str | None = None) -> Entry:
    """Returns an article with its keys."""
    article = Article(id=f"a{number}", text=text or f"Rain fell on Norburg for {number} days.")
    return SETUP.identify(article, f"news.jsonl:{number}")


def settle(entry: Entry, *, failed: str | None = None, cost_usd: float | None = None) -> Outcome:
    """Returns what became of an article."""
    return Outcome(
        key=entry.key,
        article_id=entry.article.id,
        source=entry.source,
        status="failed" if failed else "ok",
        line=f'{{"article":"{entry.article.id}"}}',
        error=failed,  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - a class
        message="no" if failed else None,
        usage=Usage(requests=1, prompt_tokens=10, cost_usd=cost_usd),
    )


def test_what_one_owner_has_claimed_is_held_for_the_other(open_ledger: Open) -> None:
    """It is not handed out twice, and comes back to be asked for again."""
    first, second = open_ledger(), open_ledger()
    entries = [identify(number) for number in range(5)]
    assert first.claim(entries[:3]).ours == entries[:3]
    claims = second.claim(entries)
    assert claims.ours == entries[3:]
    assert claims.held == entries[:3]


def test_what_is_settled_is_nobodys_any_more(open_ledger: Open) -> None:
    """Results and failures alike are counted, and not handed out again."""
    first, second = open_ledger(), open_ledger()
    entries = [identify(1), identify(2)]
    first.claim(entries)
    first.settle([settle(entries[0]), settle(entries[1], failed="provider")])
    claims = second.claim(entries)
    assert (claims.ours, claims.held, claims.settled) == ([], [], 2)


def test_an_article_given_twice_is_claimed_once(open_ledger: Open) -> None:
    """In one call or in two, one of them is counted as settled."""
    ledger = open_ledger()
    claims = ledger.claim([identify(1), identify(1)])
    assert (len(claims.ours), claims.settled) == (1, 1)
    assert ledger.claim([identify(1)]).settled == 1


def test_the_same_text_under_another_id_is_a_copy_of_the_first(open_ledger: Open) -> None:
    """Within one claim, and for another owner's claim later on."""
    first, second = open_ledger(), open_ledger()
    one, two, three = (identify(number, "A bridge fell in Norburg.") for number in (1, 2, 3))
    claims = first.claim([one, two])
    assert [entry.key for entry in claims.ours] == [one.key, two.key]
    assert {key: copy.first for key, copy in claims.copies.items()} == {two.key: one.key}
    later = second.claim([three])
    assert later.copies[three.key].first == one.key
    assert later.copies[three.key].similarity == 1.0


def test_what_a_copy_waits_for_is_looked_up_by_key(open_ledger: Open) -> None:
    """Its state and line are told, and one that nobody knows is gone."""
    ledger = open_ledger()
    entry = identify(1)
    ledger.claim([entry])
    assert ledger.look_up(entry.key).state == "claimed"
    ledger.settle([settle(entry)])
    found = ledger.look_up(entry.key)
    assert (found.state, found.article_id, found.line) == ("done", "a1", '{"article":"a1"}')
    assert ledger.look_up("nobody").state == "gone"


def test_a_failed_article_has_nothing_to_give_to_its_copies(open_ledger: Open) -> None:
    """There is no line to take over, so that each copy is asked about by itself."""
    ledger = open_ledger()
    entry = identify(1)
    ledger.claim([entry])
    ledger.settle([settle(entry, failed="refused")])
    assert ledger.look_up(entry.key).line is None


def test_released_articles_may_be_claimed_again(open_ledger: Open) -> None:
    """By another owner too, from whom the first one then keeps off."""
    first, second = open_ledger(), open_ledger()
    entry = identify(1)
    first.claim([entry])
    first.release([entry.key])
    assert second.claim([entry]).ours == [entry]
    assert first.claim([entry]).held == [entry]


def test_a_silent_machine_loses_what_it_had_claimed(
    open_ledger: Open, url: str, tmp_path: Path
) -> None:
    """Its lease ends, another takes over, and a late answer does not count."""
    is_shared = not url.startswith("sqlite")  # its own clock counts, so the lease is short
    gone = open_ledger(folder=tmp_path / "elsewhere", lease_s=0.05 if is_shared else LEASE_S)
    entry = identify(1)
    gone.claim([entry])
    clock = Clock()
    second = open_ledger(now=clock)
    # The lock cannot be reached, as on another machine.
    for path in (tmp_path / "elsewhere").iterdir():
        path.unlink()
    if is_shared:
        threading.Event().wait(0.2)
    else:
        assert second.claim([entry]).held == [entry]
        clock.now_s += LEASE_S + 1
    assert second.claim([entry]).ours == [entry]
    # Its answer comes too late: that of the other one counts.
    assert gone.settle([settle(entry)])[1] == []
    assert len(second.settle([settle(entry)])[1]) == 1


def test_a_result_that_is_just_being_written_is_not_taken_over(
    postgres_url: str, tmp_path: Path
) -> None:
    """An owner that was taken for dead writes its result at this moment: that one counts."""
    given: dict[str, Any] = {"setup": SETUP.facts, "out": "here", "now": Clock()}
    gone = Ledger(postgres_url, folder=tmp_path / "one", lease_s=0.01, **given)
    second = Ledger(postgres_url, folder=tmp_path / "two", **given)
    entry = identify(1)
    gone.claim([entry])
    for path in (tmp_path / "one").iterdir():
        path.unlink()
    threading.Event().wait(0.1)
    found: list[Any] = []
    engine = sa.create_engine(postgres_url)
    with engine.begin() as writing:
        writing.execute(sa.text("UPDATE articles SET state = 'done', owner = NULL"))
        thread = threading.Thread(target=lambda: found.append(second.claim([entry])))
        thread.start()
        thread.join(0.5)
    thread.join(30)
    assert found[0].ours == []
    assert second.claim([entry]).settled == 1
    engine.dispose()
    gone.close()
    second.close()


def test_a_machine_that_renews_its_lease_keeps_what_it_has(
    open_ledger: Open, url: str, tmp_path: Path
) -> None:
    """However long it works on one article."""
    if not url.startswith("sqlite"):
        lease_s, clocks = 0.4, (Clock(), Clock())
    else:
        lease_s, clocks = LEASE_S, (Clock(), Clock())
    first = open_ledger(folder=tmp_path / "elsewhere", lease_s=lease_s, now=clocks[0])
    second = open_ledger(now=clocks[1])
    entry = identify(1)
    first.claim([entry])
    for path in (tmp_path / "elsewhere").iterdir():
        path.unlink()
    for _ in range(3):
        threading.Event().wait(0.2 if lease_s < 1 else 0)
        for clock in clocks:
            clock.now_s += LEASE_S * 0.8
        first.owner.renew()
        assert second.claim([entry]).held == [entry]


def test_what_a_killed_process_had_claimed_is_free_at_once(
    open_ledger: Open, url: str, tmp_path: Path
) -> None:
    """On one machine the lock tells, and no lease is waited for."""
    script = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from pathlib import Path
from summarizer.batch.ledger import Ledger
from tests.test_batch_ledger import SETUP, identify
ledger = Ledger({url!r}, setup=SETUP.facts, out="here", folder=Path({str(tmp_path / "owners")!r}),
                now=lambda: 1000.0)
ledger.claim([identify(1)])
print("claimed", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "claimed\n"
        ledger = open_ledger()
        assert ledger.claim([identify(1)]).held == [identify(1)]
        process.kill()
    assert ledger.claim([identify(1)]).ours == [identify(1)]


def test_many_threads_and_owners_share_articles_without_a_repeat(open_ledger: Open) -> None:
    """Three owners in six threads claim the same articles: each goes to one of them."""
    ledgers = [open_ledger() for _ in range(3)]
    entries = [identify(number) for number in range(120)]
    claimed: list[str] = []

    def work(ledger: Ledger) -> None:
        for start in range(0, len(entries), 8):
            ours = ledger.claim(entries[start : start + 8]).ours
            claimed.extend(one.key for one in ours)
            ledger.settle([settle(one) for one in ours])

    threads = [threading.Thread(target=work, args=(ledgers[at % 3],)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(one.key for one in entries)
    assert ledgers[0].count().done == len(entries)


def test_money_is_granted_up_to_the_cap_whoever_asks(open_ledger: Open) -> None:
    """Two owners get no more than the cap together."""
    first, second = open_ledger(), open_ledger()
    assert first.owner.grant(1.0, 0.6) == pytest.approx(0.6)
    assert second.owner.grant(1.0, 0.6) == pytest.approx(0.4)
    assert second.owner.grant(1.0, 0.6) == 0.0


def test_money_that_was_granted_and_not_spent_comes_back_with_its_owner(open_ledger: Open) -> None:
    """What was spent stays spent."""
    first, second = open_ledger(), open_ledger()
    first.owner.grant(1.0, 1.0)
    entry = identify(1)
    first.claim([entry])
    first.settle([settle(entry, cost_usd=0.25)])
    assert second.owner.grant(1.0, 1.0) == 0.0
    first.close()
    assert second.owner.grant(1.0, 1.0) == pytest.approx(0.75)
    assert second.count().spent_usd == pytest.approx(0.25)


def test_counts_tell_states_classes_and_cost(open_ledger: Open) -> None:
    """One article in each state, and what the settled ones cost."""
    ledger = open_ledger()
    entries = [identify(number) for number in range(5)]
    ledger.claim(entries)
    ledger.settle(
        [
            settle(entries[0], cost_usd=0.5),
            settle(entries[1], failed="refused", cost_usd=0.25),
            settle(entries[2], failed="provider"),
        ]
    )
    ledger.release([entries[3].key])
    counts = ledger.count()
    assert (counts.done, counts.dead, counts.pending, counts.claimed) == (1, 2, 1, 1)
    assert counts.errors == {"refused": 1, "provider": 1}
    assert (counts.usage.requests, counts.usage.prompt_tokens) == (3, 30)
    assert counts.spent_usd == pytest.approx(0.75)


def test_failures_of_a_class_are_made_pending_again(open_ledger: Open) -> None:
    """Their letters are withdrawn, other classes stay, and both tries are counted."""
    ledger = open_ledger()
    entries = [identify(number) for number in range(3)]
    ledger.claim(entries)
    outcomes = [settle(entries[0], failed="refused"), settle(entries[1], failed="provider")]
    ledger.settle([*outcomes, settle(entries[2])])
    assert ledger.revive(["provider"]) == 1
    assert ledger.claim(entries).ours == [entries[1]]
    assert [line.row["article_id"] for line in ledger.iter_lines(dead=True)] == ["a0"]
    ledger.settle([settle(entries[1])])
    counts = ledger.count()
    assert (counts.done, counts.dead, counts.usage.requests) == (2, 1, 4)


def test_lines_come_in_the_order_they_were_settled_page_by_page(open_ledger: Open) -> None:
    """Over more lines than a page holds, and from any number on."""
    ledger = open_ledger()
    entries = [identify(number) for number in range(450)]
    ledger.claim(entries)
    for start in range(0, 450, 90):
        ledger.settle([settle(one) for one in reversed(entries[start : start + 90])])
    wanted = [
        f"a{number}" for start in range(0, 450, 90) for number in range(start + 89, start - 1, -1)
    ]
    assert [line.row["article_id"] for line in ledger.iter_lines()] == wanted
    assert [line.seq for line in ledger.iter_lines(after=440)] == list(range(441, 451))


def test_results_of_all_folders_are_read_together(open_ledger: Open) -> None:
    """Several machines with an OUT each share one ledger."""
    ledgers = [open_ledger(out=out) for out in ("one", "two")]
    for number, ledger in enumerate(ledgers):
        ledger.claim([identify(number)])
        ledger.settle([settle(identify(number))])
    assert [line.out for line in ledgers[1].iter_lines(own=False)] == ["one", "two"]
    assert [line.out for line in ledgers[1].iter_lines()] == ["two"]


def test_words_of_any_kind_come_back_as_they_were(open_ledger: Open) -> None:
    """Quotes of SQL, lone surrogates and escapes among them."""
    ledger = open_ledger()
    entry = SETUP.identify(Article(id="Ž\u200b'\"; --", text="Rain."), "a\udc80b.txt")
    line = '{"text":"“Ñ” \\ud800 漢字"}'
    ledger.claim([entry])
    ledger.settle([Outcome(entry.key, entry.article.id, entry.source, "ok", line)])
    assert [one.text for one in ledger.iter_lines()] == [line]


# ---- what cannot be used ----


def test_other_settings_are_refused_by_name(open_ledger: Open) -> None:
    """What was given before and what is given now stand in the message."""
    open_ledger()
    other = Setup.of(Settings(editorial="mask"))
    with pytest.raises(ConfigError, match="editorial was use and is mask; give the same"):
        open_ledger(setup=other.facts)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """No table is added to it."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE notes (words TEXT)")
    file.close()
    with pytest.raises(ConfigError, match="another program's database"):
        _open(f"sqlite:///{path}", tmp_path)


def test_a_damaged_ledger_is_named_with_what_to_do(tmp_path: Path) -> None:
    """The message names the file and the way out."""
    path = tmp_path / "ledger.db"
    path.write_bytes(b"this is no database " * 500)
    with pytest.raises(ConfigError, match=r"ledger\.db' is damaged .* move it away and run again"):
        _open(f"sqlite:///{path}", tmp_path)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("nonsense", "is no address of a database"),
        ("sqlite:////nowhere/at/all/x.db", "cannot be opened; name a file in a folder"),
        ("postgresql+psycopg://u:secret@127.0.0.1:1/x", "cannot be used"),
        ("mysql://u@127.0.0.1/x", "sqlite or postgresql, not mysql|needs MySQLdb"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(
    address: str, message: str, tmp_path: Path
) -> None:
    """The message says why, and holds no password."""
    with pytest.raises(ConfigError, match=message) as found:
        _open(address, tmp_path)
    assert "secret" not in str(found.value)


def _open(url: str, tmp_path: Path) -> Ledger:
    folder = tmp_path / "owners"
    return Ledger(url, setup=SETUP.facts, out=uuid.uuid4().hex, folder=folder, now=Clock())
