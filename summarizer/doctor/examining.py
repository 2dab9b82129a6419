"""The order in which everything is looked at; each check is handed out as soon as it is made."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from summarizer.doctor import configuration, installation
from summarizer.doctor.checks import Check, Report
from summarizer.errors import ConfigError
from summarizer.providers import split_model
from summarizer.settings import Settings

_ARTICLE = "article.txt"


def examine(
    settings: Settings | None,
    *,
    ask: bool = True,
    cap_usd: float | None = None,
    encoding: str | None = "utf-8",
    take: Callable[[Check], None] = lambda _: None,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Returns what works here.

    Args:
        settings: with which model; None where the environment cannot be read.
        ask: whether a model is asked anything; else it is only looked for.
        cap_usd: most that the questions may cost, in US dollars; None: `CAP_USD`.
        encoding: of what is printed.
        take: handed each check as soon as it is made.
        tell: told what is being done, in a few words.

    Example:
        >>> report = examine(Settings())
        >>> report.is_usable, report.verdict
        (True, 'the embedded engine works; no model was named')
    """
    checks: list[Check] = []
    for check in _examine(settings, ask=ask, cap_usd=cap_usd, encoding=encoding, tell=tell):
        checks.append(check)
        take(check)
    return Report(tuple(checks), _find_next(settings, checks, ask=ask))


def _examine(
    settings: Settings | None,
    *,
    ask: bool,
    cap_usd: float | None,
    encoding: str | None,
    tell: Callable[[str], None],
) -> Iterator[Check]:
    yield installation.check_python()
    yield installation.check_package()
    yield from installation.check_requirements()
    yield installation.check_data()
    yield installation.check_terminal(encoding)
    yield from configuration.check_settings()
    from summarizer.doctor.trying import check_embedded

    tell("trying the embedded engine")
    yield check_embedded()
    if settings is not None and not settings.is_embedded:
        yield from _examine_model(settings, ask=ask, cap_usd=cap_usd, tell=tell)


def _examine_model(
    settings: Settings, *, ask: bool, cap_usd: float | None, tell: Callable[[str], None]
) -> Iterator[Check]:
    """Yields the way to the server, and, where it leads somewhere, what the model answers."""
    from summarizer.doctor.asking import Interview
    from summarizer.doctor.costs import check_price
    from summarizer.doctor.reaching import check_way, find_site

    provider, _ = split_model(settings.model)
    if settings.base_url is None and provider.key_variable and not settings.api_key:
        seen, fix = f"{provider.name} wants one", f"export {provider.key_variable}=YOUR-KEY"
        yield Check("model.key", "model", "key", "fail", seen, fix)
        return
    variable = configuration.find_key_variable(settings)
    try:
        site = find_site(settings)
    except ConfigError as error:
        yield _refuse(error)
        return
    key = f"with the key of {variable}" if variable else "without a key"
    yield Check("server.address", "server", "address", "ok", f"{site.shown}, {key}")
    tell(f"looking for {urlsplit(site.shown).netloc}")
    blocked = False
    for check in check_way(site):
        blocked = blocked or check.status == "fail"
        yield check
    if blocked:
        yield _skip(settings, "not asked: the server cannot be used yet")
    elif ask:
        try:
            interview = Interview(site, tell, cap_usd=cap_usd)
            yield interview.announce()
            yield from interview.ask_all()
        except ConfigError as error:
            yield _refuse(error)
            return
    else:
        yield _skip(settings, "not asked (--no-ask)")
    yield check_price(settings)


def _refuse(error: ConfigError) -> Check:
    seen, _, fix = str(error).partition("; ")
    return Check("model.settings", "model", "settings", "fail", seen, fix)


def _skip(settings: Settings, seen: str) -> Check:
    facts = {"model": settings.model}
    return Check("model.answers", "model", "answers", "skipped", seen, facts=facts)


def _find_next(settings: Settings | None, checks: Sequence[Check], *, ask: bool) -> str:
    if settings is None or settings.is_embedded:
        return f"summarizer run {_ARTICLE} --published 2024-01-19"
    answers = next((one for one in checks if one.name == "model.answers"), None)
    if answers is not None and answers.status == "warn":
        settings = replace(settings, mode=answers.facts["mode"])
    options = shlex.join(_list_options(settings))
    return f"summarizer run {_ARTICLE} {options}" if ask else f"summarizer doctor {options}"


def _list_options(settings: Settings) -> list[str]:
    """Returns the options that name this model."""
    address = configuration.hide_secrets(settings.base_url) if settings.base_url else None
    given = [("--model", settings.model), ("--base-url", address)]
    if settings.mode != "auto":
        given.append(("--mode", settings.mode))
    return [word for name, value in given if value for word in (name, value)]
