"""Settings: defaults, the environment, and what is refused."""

from __future__ import annotations

import pickle
from dataclasses import fields

import pytest

from summarizer.errors import ConfigError
from summarizer.settings import MAX_CHARS, Options, Settings

OPTION_NAMES = sorted(field.name for field in fields(Settings))


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
        (
            {"model": "nobody/none"},
            (
                "unknown model 'nobody/none'; choose one of: azure/…, cerebras/…, deepseek/…,"
                " embedded, fireworks/…, groq/…, mistral/…, ollama/…, openai/…, openrouter/…,"
                " together/…; for a server of your own give openai/NAME and --base-url"
            ),
        ),
        ({"timeout_s": 0.0}, "timeout_s is 0.0; give a number above 0"),
        ({"store": "cache"}, "store is 'cache' but store_path is not given; name a file"),
        ({"editorial": "hide"}, "unknown editorial 'hide'; choose one of: mask, use"),
        ({"max_chars": 0}, "max_chars is 0; give a whole number of 1 or more"),
        (
            {"colour": "red"},
            f"unknown option 'colour'; choose one of: {', '.join(OPTION_NAMES)}",
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


def test_options_can_be_given_one_by_one() -> None:
    """Every field of the settings but the model is an option an editor can complete."""
    assert sorted({*Options.__annotations__, "model"}) == OPTION_NAMES


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("fallbacks", "openai/a, ollama/b", ("openai/a", "ollama/b")),
        ("repair", "off", False),
        ("max_cost_usd", "2.5", 2.5),
        ("seed", "7", 7),
        ("base_url", "http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
    ],
)
def test_a_variable_is_read_as_the_type_of_its_option(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: object
) -> None:
    """Lists, truth values and numbers have one written form each."""
    monkeypatch.setenv(f"SUMMARIZER_{name.upper()}", text)
    assert getattr(Settings.from_env(), name) == value


def test_a_key_comes_from_the_variable_of_its_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each provider's key is looked for where it is usually kept; ours comes first."""
    monkeypatch.delenv("SUMMARIZER_API_KEY", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "first")
    monkeypatch.setenv("GROQ_API_KEY", "second")
    settings = Settings.from_env(model="openai/a", base_url="http://127.0.0.1:9/v1")
    other = settings.for_fallback("groq/b")
    assert (settings.api_key, other.api_key, other.base_url) == ("first", "second", None)
    assert settings.for_fallback("openai/c").base_url == "http://127.0.0.1:9/v1"
    monkeypatch.setenv("SUMMARIZER_API_KEY", "ours")
    assert Settings.from_env(model="groq/b").api_key == "ours"


def test_a_key_is_never_shown() -> None:
    """Settings may be printed and logged."""
    assert "secret" not in repr(Settings(model="openai/a", api_key="secret"))
