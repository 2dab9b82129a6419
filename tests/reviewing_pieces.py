"""An article with its gold, and a client, for the tests of the review server."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from summarizer.reviewing import View
from summarizer.reviewing.server import HEADER, SAVE
from summarizer_evals.gold.lint import lint_folder
from summarizer_schemas.article import hash_text

TEXT = "Ferry sinks 🚢\r\n\r\nA ferry sank off Norburg on Monday, killing nine people.\n"
ARTICLES = {"ferry": TEXT}
FILES = ["article.txt", "gold.json"]
"""What stands in the folder of an article."""


def make_gold(note: str = "", **changes: Any) -> dict[str, Any]:
    """Returns gold of the ferry."""
    quote = "A ferry sank off Norburg"
    at = TEXT.index(quote)
    point = {
        "id": "k1",
        "text": "A ferry sank.",
        "evidence": [{"quote": quote, "start": at, "end": at + len(quote)}],
    }
    return {
        "format": "gold/1",
        "id": "ferry",
        "annotator": "a1",
        "article": {"language": "en", "chars": len(TEXT), "sha256": hash_text(TEXT)},
        "key_points": [point],
        "notes": note,
        **changes,
    }


def make_view(token: str) -> View:
    """Returns a page that holds nothing but its token."""
    return View(f"<title>page</title>{token}", "default-src 'none'")


def list_files(folder: Path) -> list[str]:
    """Returns the names in a folder; none where there is no folder."""
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def list_errors(folder: Path) -> list[str]:
    """Returns what lint does not accept."""
    return [str(one) for one in lint_folder(folder)[0] if one.level == "error"]


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Message
    body: bytes


class Client:
    """Speaks to a server as its page does, or otherwise."""

    def __init__(self, address: str) -> None:
        origin, _, self.token = address.partition("/?token=")
        self.host = origin.removeprefix("http://")
        answer = self.ask(f"/?token={self.token}", Cookie=None)
        self.cookie, *self.traits = (answer.headers.get("Set-Cookie") or "").split("; ")
        self.page = answer.headers.get("Location") or ""
        self.save_path = f"{self.page}{SAVE}"
        self.page_token = self.ask(self.page).body.decode().rpartition(">")[2]

    def ask(
        self, path: str, method: str = "GET", body: Any = None, /, **headers: str | None
    ) -> Answer:
        """Returns the answer; a header given as None is left out."""
        values: dict[str, str | None] = {}
        if "Cookie" not in headers:
            values["Cookie"] = self.cookie
        if body is not None:
            values |= {"Content-Type": "application/json", HEADER: self.page_token}
        values |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = json.dumps(body) if isinstance(body, dict) else body
        kept = {name: one for name, one in values.items() if one is not None}
        with closing(http.client.HTTPConnection(self.host, timeout=10)) as line:
            line.request(method, path, sent, kept)
            with line.getresponse() as answer:
                return Answer(answer.status, answer.headers, answer.read())

    def save(self, gold: Any, revision: str | None = None, **headers: str | None) -> Any:
        """Saves gold; returns the status and what was answered."""
        body = {"id": "ferry", "gold": gold, "revision": revision}
        answer = self.ask(self.save_path, "POST", body, **headers)
        return answer.status, json.loads(answer.body)
