"""What a file's bytes say: its character set, and the article inside an HTML page.

The character set is, in this order: the byte order mark; the caller's word; UTF-8; an
HTML page's own `<meta charset>`; a legacy set told from the bytes. Nothing is guessed
that could as well be something else: then the file is refused and the choice named.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from summarizer.errors import ArticleError, ConfigError

_BOMS = (  # UTF-32 before UTF-16, whose mark it begins with; each codec eats its own mark
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SAVE_AS_TEXT = "save it as plain text first"
_UNPACK = "unpack it first"
_MAGIC = (
    (b"%PDF-", "a PDF", "extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or an office document (.docx, .odt, .epub)", _SAVE_AS_TEXT),
    (b"\xd0\xcf\x11\xe0", "an office document (.doc, .xls)", _SAVE_AS_TEXT),
    (b"{\\rtf", "an RTF document", _SAVE_AS_TEXT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x89PNG\r\n", "a PNG image", "give the article's text"),
    (b"\xff\xd8\xff", "a JPEG image", "give the article's text"),
    (b"GIF87a", "a GIF image", "give the article's text"),
    (b"GIF89a", "a GIF image", "give the article's text"),
)

_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\v\f\r\x1b")
_FEW_CONTROLS = 64
"""A text may hold some control characters, even nothing else when it is this short."""
_CONTROLS_IN_TEXT = 0.3
"""Valid UTF-8 is text up to this share: prose holds none, ASCII written as UTF-16 holds
half, and compiled or padded files hold more than a third."""
_CONTROLS_IN_LEGACY = 0.02
"""The same for bytes that are not UTF-8: compressed data holds a tenth (27 of 256)."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_SAMPLE_BYTES = 65_536
_TIED_CHAOS = 0.03
"""Candidates whose disorder is this near the best one's are as likely as it is: on 17
texts in 15 legacy sets the wrong ones come at 0.00 to 0.02, unrelated ones from 0.05."""
_MOST_CHAOS = 0.1
_RARE_LETTERS = 0.02
"""Share of accented letters up to which text is English in windows-1252. Measured on short
news texts: English 0 to 1.2 %; read as windows-1252, Polish 4.0, French 4.1, Slovene 4.6,
Croatian 5.0 %. From there on the bytes alone do not tell western from central Europe."""
_MISREAD = re.compile(  # what other sets look like when they are read as windows-1252
    r"[^\W\d_][¡-©«-´¶-¹»-¿‚ƒ„†-‹][^\W\d_]"  # a symbol inside a word
    r"|[£¤¥¿]ó|[a-z][À-ÖØ-ÞŠŒŽŸ]|[,.!?;:][À-ÖØ-öø-ÿ]|[À-ÖØ-öø-ÿŒœŠšŽžŸ][0-9]|[a-z][‚ƒ„†-‰]"
)

_PAGE_START = re.compile(
    r"\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,1000})?<(?:!doctype\s{1,100}html|html)[\s>]",
    re.IGNORECASE,
)
_META_CHARSET = re.compile(
    r"<meta[^>]{1,200}charset\s{0,9}=\s{0,9}[\"']?([\w:.-]{2,40})", re.IGNORECASE
)
_META_BYTES = 4096  # four times what the HTML standard asks for, since pages put it late
_WEB_NAMES = {  # what these labels stand for on the web (WHATWG Encoding Standard)
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}

_DATES = {  # only what the page declares; a bound far ahead keeps today's clock out of it
    "original_date": True,
    "extensive_search": False,
    "min_date": "1900-01-01",
    "max_date": "9999-12-31",
}


def find_bom(head: bytes) -> str | None:
    """Returns the codec of the byte order mark `head` begins with; it eats the mark."""
    return next((codec for bom, codec in _BOMS if head.startswith(bom)), None)


def looks_like_page(text: str) -> bool:
    """Says whether `text` begins as an HTML page does: a doctype or an `<html>` tag.

    Example:
        >>> looks_like_page("<!DOCTYPE html><title>Rain</title>"), looks_like_page("Rain")
        (True, False)
    """
    return _PAGE_START.match(text) is not None


def decode_text(data: bytes, *, source: str, encoding: str | None = None) -> str:
    r"""Returns the text `data` holds, newlines and all, without the byte order mark.

    Raises:
        ArticleError: `data` is binary, is not in `encoding`, or could be in several.
        ConfigError: there is no such encoding.

    Example:
        >>> decode_text(b"\xef\xbb\xbfCaf\xc3\xa9\r\n", source="cafe.txt")
        'Café\r\n'
    """
    for magic, kind, fix in _MAGIC:
        if data.startswith(magic):
            raise ArticleError(f"{source} looks like {kind}; {fix}", source=source)
    if codec := find_bom(data[:4]) or encoding:
        try:
            return data.decode(codec)
        except UnicodeError as error:
            place = f" at byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else ""
            raise _undecodable(source, f"is not valid {codec}{place}") from None
        except (LookupError, ValueError):
            raise unknown_encoding(codec) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_binary(data, source=source, share=_CONTROLS_IN_LEGACY)
        return _decode_legacy(data, source=source, damaged_at=error.start)
    _refuse_binary(data, source=source, share=_CONTROLS_IN_TEXT)
    return text


def unknown_encoding(encoding: str) -> ConfigError:
    """Returns the error for an encoding that does not exist."""
    return ConfigError(
        f"unknown encoding {encoding!r}; use a name Python knows, such as utf-8, "
        "windows-1252, windows-1251, shift_jis or utf-16"
    )


def _undecodable(source: str, problem: str) -> ArticleError:
    fix = "name its encoding with --encoding (encoding=...)"
    return ArticleError(f"{source} {problem}; {fix}", source=source)


def _refuse_binary(data: bytes, *, source: str, share: float) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls <= _FEW_CONTROLS or controls <= share * len(data):
        return
    halves = data[::2].count(0), data[1::2].count(0)
    if max(halves) > len(data) * share and min(halves) < len(data) * 0.01:
        order = "utf-16-be" if halves[0] > halves[1] else "utf-16-le"
        raise _undecodable(source, f"looks like {order} without a byte order mark")
    raise ArticleError(f"{source} looks like binary data, not text; {_SAVE_AS_TEXT}", source=source)


def _decode_legacy(data: bytes, *, source: str, damaged_at: int) -> str:
    declared = _find_declared(data)
    codec = declared or _detect(data, source=source, damaged_at=damaged_at)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(source, f"is not valid {codec} at byte {error.start:,}") from None


def _find_declared(data: bytes) -> str | None:
    """Returns the codec of a page's own `<meta charset>`, when it is a known one."""
    head = data[:_META_BYTES].decode("latin-1")
    found = _META_CHARSET.search(head) if looks_like_page(head) else None
    try:
        name = codecs.lookup(found[1]).name if found else "utf-8"
        b"a".decode(name := _WEB_NAMES.get(name, name))  # some codecs, as base64, are no text
    except (LookupError, ValueError):
        return None
    # Bytes that can be searched for an ASCII tag are not UTF-16, and UTF-8 was tried.
    return None if name.startswith("utf") else name


def _detect(data: bytes, *, source: str, damaged_at: int) -> str:
    """Returns the only legacy set the bytes can be in; windows-1252 before its cousins."""
    from charset_normalizer import from_bytes

    sample = _sample_lines(data)
    valid = sum(character > "\x7f" for character in sample.decode("utf-8", "ignore"))
    replaced = sample.decode("utf-8", "replace").count("\ufffd")
    if valid > replaced:  # by accident at most a half as many: 99 to 195 in EUC-JP, 0 in French
        problem = f"is UTF-8 but for a damaged byte at {damaged_at:,}"
        raise ArticleError(f"{source} {problem}; save it again as UTF-8", source=source)
    found = list(from_bytes(sample))
    likely = [one for one in found if one.chaos <= min(_MOST_CHAOS, found[0].chaos + _TIED_CHAOS)]
    if likely and all(str(one) == str(likely[0]) for one in likely):
        return likely[0].encoding
    names = ["cp1252" if "cp1252" in one.could_be_from_charset else one.encoding for one in likely]
    if "cp1252" in names and _reads_as_western(data):
        return "cp1252"
    choice = f" (it could be {', '.join(sorted(names))})" if names else ""
    raise _undecodable(source, f"is not UTF-8 and its encoding cannot be told{choice}")


def _sample_lines(data: bytes) -> bytes:
    """Returns the first lines that are not ASCII, whole: only they tell one set from another."""
    sample = bytearray()
    place = 0
    while len(sample) < _SAMPLE_BYTES and (found := _NOT_ASCII.search(data, place)):
        start = data.rfind(b"\n", place, found.start()) + 1 or place
        place = data.find(b"\n", found.start()) + 1 or len(data)
        sample += data[start:place]
    return bytes(sample)


def _reads_as_western(data: bytes) -> bool:
    text = data.decode("cp1252", "replace")
    letters = sum(map(str.isalpha, text))
    accented = sum(character > "\x7f" for character in text if character.isalpha())
    return accented <= max(3, _RARE_LETTERS * letters) and not _MISREAD.search(text)


def read_page(page: str, *, source: str) -> dict[str, Any]:
    """Returns the `Article` fields an HTML page holds; what it does not say is left out.

    The text is the article's alone: menus, scripts, comments and footers are left behind,
    a list stays a list of `- item` lines. Nothing is fetched.

    Raises:
        ArticleError: the page holds no article.
        ConfigError: the extra `html` is not installed.
    """
    try:
        import trafilatura
    except ImportError:
        raise ConfigError(
            "reading HTML needs trafilatura: pip install 'structured-summarizer[html]'"
        ) from None
    options: dict[str, Any] = {"include_comments": False, "date_extraction_params": dict(_DATES)}
    try:
        tree: Any = trafilatura.load_html(page)
        document: Any = _extract(trafilatura, tree, with_metadata=True, **options)
        # A page of menus alone yields them as text; read strictly, it yields nothing.
        found = document and _extract(trafilatura, tree, favor_precision=True, **options)
    except Exception as error:  # noqa: BLE001  one odd page may not end a run of many
        reason = type(error).__name__
        raise ArticleError(f"{source}: the page cannot be read ({reason})", source=source) from None
    if not found or not found.text or not document.text:
        fix = "give the article as plain text"
        raise ArticleError(f"{source}: the page holds no article text; {fix}", source=source)
    fields: dict[str, Any] = {
        "text": document.text,
        "title": document.title,
        "published": document.date,
        "publisher": document.sitename,
        "url": document.url,
        "language": _find_language(tree),
    }
    return {name: value for name, value in fields.items() if value}


def _extract(trafilatura: Any, tree: Any, **options: Any) -> Any:
    return None if tree is None else trafilatura.bare_extraction(tree, **options)


def _find_language(tree: Any) -> str | None:
    stated = '//html/@*[name()="lang" or name()="xml:lang"]'
    places = stated, '//meta[@property="og:locale"]/@content'
    found = next((value.strip() for place in places for value in tree.xpath(place)), "")
    return found.replace("_", "-") or None
