"""What the environment says: which settings are made there, whether there is a key, proxies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from summarizer.doctor.checks import Check
from summarizer.errors import ConfigError
from summarizer.providers import PROVIDERS, split_model
from summarizer.settings import Settings

_PREFIX = "SUMMARIZER_"
_KEY = "api_key"


def check_settings() -> Iterator[Check]:
    """Yields what the environment sets: names, never values."""
    title = "environment"
    try:
        found = Settings.from_env()
    except ConfigError as error:
        text = str(error)
        problem, _, advice = text.rpartition("; ")
        yield Check(
            "environment", "settings", title, "fail", problem or text,
            f"{advice}, or unset it".removeprefix(", or "),
        )  # fmt: skip
        return
    usual = Settings()
    names = [
        _PREFIX + one.name.upper()
        for one in fields(Settings)
        if one.name != _KEY and getattr(found, one.name) != getattr(usual, one.name)
    ]
    seen = ", ".join(names) or "sets nothing; all is as built in"
    yield Check("environment", "settings", title, "ok", seen, facts={"variables": names})
    yield check_keys()


def check_keys() -> Check:
    """Returns which variables hold a key; nothing of any key."""
    held = [name for name in _list_key_variables() if _holds_key(name)]
    seen = ", ".join(held) or "none is set"
    return Check(
        "keys", "settings", "keys", "ok" if held else "skipped", seen, facts={"variables": held}
    )


def find_key_variable(settings: Settings) -> str | None:
    """Returns the variable that the key of these settings stands in; None without a key."""
    if settings.api_key is None:
        return None
    own = _PREFIX + _KEY.upper()
    variable = None if settings.is_embedded else split_model(settings.model)[0].key_variable
    return own if variable is None or _holds_key(own) else variable


def _list_key_variables() -> list[str]:
    known = [one.key_variable for one in PROVIDERS.values() if one.key_variable]
    return [_PREFIX + _KEY.upper(), *dict.fromkeys(known)]


def _holds_key(variable: str) -> bool:
    """Asks the settings, which alone read the environment."""
    own = Settings.from_env(model="embedded").api_key is not None
    if variable.startswith(_PREFIX):
        return own
    if own:
        return False  # the provider's own variable is not looked at then
    name = next(one.name for one in PROVIDERS.values() if one.key_variable == variable)
    return Settings.from_env(model=f"{name}/any").api_key is not None


def hide_secrets(address: str) -> str:
    """Returns a URL without user, password and query.

    Example:
        >>> hide_secrets("http://me:secret@127.0.0.1:1/v1?key=secret")
        'http://127.0.0.1:1/v1'
    """
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if host else address.partition("?")[0]


def find_proxy(address: str, proxies: Mapping[str, str] | None = None) -> str | None:
    """Returns host and port of the proxy on the way to an address; None where there is none.

    Args:
        address: a URL.
        proxies: by scheme; None: those of the environment.

    Example:
        >>> find_proxy("http://10.0.0.9/v1", {"http": "http://me:secret@proxy.example:3128"})
        'proxy.example:3128'
    """
    parts = urlsplit(address)
    found = getproxies() if proxies is None else proxies
    proxy = found.get(parts.scheme) or found.get("all")
    if not proxy or (proxies is None and proxy_bypass(parts.hostname or "")):
        return None
    return urlsplit(proxy if "//" in proxy else f"//{proxy}").netloc.rpartition("@")[2]
