"""The frame of every page: one file that needs nothing but itself, and lets nothing else run."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

from summarizer.errors import ConfigError

MOST_BYTES = 200_000_000
"""Size of a page: browsers keep a string of some 500 MB, and nobody reads so much."""

_SLOT = re.compile(r"\{\{ (\w+) \}\}")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is made of.

    Attributes:
        title: of the window; any words.
        plain: one or two sentences for a browser that runs no script; any words.
        body: HTML of our own, with no foreign words in it.
        styles: style sheets of our own, in order; those of the frame come first.
        scripts: scripts of our own, in order; that of the frame comes first. They read `island`
            from the element `data`.
        island: plain JSON types: all that the page shows.
        connects: whether the page may speak to the server it came from.
    """

    title: str
    plain: str
    body: str
    styles: Sequence[str]
    scripts: Sequence[str]
    island: Mapping[str, Any]
    connects: bool = False


def render_page(page: Page) -> str:
    """Returns the page as HTML.

    Its policy lets nothing run or load but the scripts and styles in it, so an article's words
    can do nothing even if they came to stand as markup; they are data, and drawn as text.

    Raises:
        ConfigError: it would be larger than a browser reads.
    """
    styles, scripts = _gather(page)
    island = write_island(page.island)
    if len(island) > MOST_BYTES:
        raise ConfigError(
            f"the page would hold {len(island) // 1_000_000:,} MB, more than a browser reads; "
            "give fewer results at a time"
        )
    return _fill(
        read_part("summarizer.pages", "frame.html"),
        {
            "policy": make_policy(page),
            "title": escape(page.title),
            "styles": "\n".join(f"<style>{one}</style>" for one in styles),
            "body": page.body.strip(),
            "plain": escape(page.plain),
            "island": island,
            "scripts": "\n".join(f"<script>{one}</script>" for one in scripts),
        },
    )


def make_policy(page: Page) -> str:
    """Returns the policy of a page: what may run and load, by hash."""
    styles, scripts = _gather(page)
    rules = [
        "default-src 'none'",
        f"script-src {' '.join(map(_hash, scripts))}",
        f"style-src {' '.join(map(_hash, styles))}",
        "connect-src 'self'" if page.connects else "",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(filter(None, rules))


def _gather(page: Page) -> tuple[list[str], list[str]]:
    own = "summarizer.pages"
    return [read_part(own, "frame.css"), *page.styles], [read_part(own, "frame.js"), *page.scripts]


def read_part(package: str, name: str) -> str:
    """Returns a file that stands beside the code of a package."""
    return (files(package) / name).read_text(encoding="utf-8")


def write_island(island: Mapping[str, Any]) -> str:
    r"""Returns JSON that can stand in a `<script>` element and says nothing to a parser of HTML.

    Example:
        >>> write_island({"text": "</script> \ud800"})
        '{"text":"\\u003c/script\\u003e \\ud800"}'
    """
    line = json.dumps(island, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _NOT_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


_NOT_PLAIN = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
"""Read by a parser of HTML, or not to be written as UTF-8."""


def _hash(text: str) -> str:
    digest = b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Returns the template with its values, in one pass: what stands in a value is never read."""
    return _SLOT.sub(lambda found: values[found[1]], template)
