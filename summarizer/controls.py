"""What steers a terminal or turns a reader's eye, made visible."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def clean_for_terminal(text: str) -> str:
    r"""Returns the text with everything that steers a terminal made visible.

    Control characters (C0, C1), marks that turn the reading direction, line separators and
    lone surrogates do nothing any more; all else stands as it is.

    Example:
        >>> clean_for_terminal("\x1b[31mred\x9b0m \u202eabc\ud800")
        '␛[31mred\\x9b0m \\u202eabc\\ud800'
    """
    return _UNSAFE.sub(_show_control, text)


def _show_control(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's pictures of the control characters
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
