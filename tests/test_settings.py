"""Settings: defaults, the environment, and what is refused."""

from __future__ import annotations

import pickle

import pytest

from summarizer.errors import ConfigError
from summarizer.settings import MAX_CHARS, Settings


def test_defaults_need_nothing() -> None:
    """Without any option the embedded engine reads the whole article."""
    settings = Settings()
    assert (settings.model, settings.editorial, settings.max_chars) == (
        "embedded",
        "use",
        MAX_CHARS,
    )


def test_environment_is_read_and_overruled(monkeypatch: pytest.MonkeyPatch) -> None:
    """An option given wins over SUMMARIZER_…; None counts as not given."""
    monkeypatch.setenv("SUMMARIZER_EDITORIAL", "mask")
    monkeypatch.setenv("SUMMARIZER_MAX_CHARS", "1000")
    assert Settings.from_env(editorial=None) == Settings(editorial="mask", max_chars=1000)
    assert Settings.from_env(editorial="use").editorial == "use"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"model": "openai/none"}, "unknown model 'openai/none'; choose one of: embedded"),
        ({"editorial": "hide"}, "unknown editorial 'hide'; choose one of: mask, use"),
        ({"max_chars": 0}, "max_chars is 0; give a whole number of 1 or more"),
        (
            {"colour": "red"},
            (
                "unknown option 'colour'; choose one of:"
                " editorial, gazetteer, max_chars, model, prompt"
            ),
        ),
    ],
)
def test_wrong_option_says_what_exists(option: dict[str, object], message: str) -> None:
    """A value or a name that does not exist is answered with those that do."""
    with pytest.raises(ConfigError) as caught:
        Settings.from_env(**option)
    assert str(caught.value) == message


def test_wrong_number_in_the_environment_names_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A number that is none is answered with the variable's name."""
    monkeypatch.setenv("SUMMARIZER_MAX_CHARS", "many")
    with pytest.raises(ConfigError, match="SUMMARIZER_MAX_CHARS is 'many'"):
        Settings.from_env()


def test_settings_can_be_pickled() -> None:
    """A worker process can be handed the settings."""
    settings = Settings(editorial="mask")
    assert pickle.loads(pickle.dumps(settings)) == settings
