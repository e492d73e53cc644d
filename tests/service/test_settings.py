"""The table of settings is one: in the code, in the documentation, and for every way to set them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from service.settings import ENVIRONMENT_PREFIX, Settings, SettingsError, is_loopback, load_settings, settings_table

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_document_shows_the_table() -> None:
    assert settings_table() in DOCUMENT.read_text(encoding="utf-8")
    assert settings_table().count("\n") == len(fields(Settings)) + 2


def test_the_command_line_counts_more_than_the_environment_than_the_file(tmp_path: Path) -> None:
    file = tmp_path / "leian.toml"
    file.write_text(
        'host = "::1"\nport = 1\nqueue_limit = 9\nallowed_origins = ["https://a.example"]\n', encoding="utf-8"
    )
    environment = {"LEIAN_PORT": "2", "LEIAN_QUEUE_LIMIT": "8", "LEIAN_KEY_OF_ANOTHER_PART": "x", "LEIAN_HOST": ""}
    settings = load_settings(file, environment, {"port": 3, "data": Path("/d"), "host": None})
    assert (settings.host, settings.port, settings.queue_limit, settings.data) == ("::1", 3, 8, "/d")
    assert settings.allowed_origins == ("https://a.example",)
    assert load_settings() == Settings()


def test_every_setting_has_a_variable() -> None:
    values: dict[str, str] = {}
    for each in fields(Settings):
        value = {"str": "x", "int": "7"}.get(str(each.type), "http://a, http://b")
        values[ENVIRONMENT_PREFIX + each.name.upper()] = {"log_level": "error", "semantic": "off"}.get(each.name, value)
    settings = load_settings(None, values)
    expected = ("x", 7, ("http://a", "http://b"), "error", "off")
    assert all(getattr(settings, each.name) in expected for each in fields(Settings))


@pytest.mark.parametrize(
    "given",
    [{"prot": 1}, {"port": "x"}, {"port": 70_000}, {"port": -1}, {"port": True}, {"port": 1.5}, {"host": 1},
     {"api_keys": [1]}, {"log_level": "loud"}, {"semantic": "on"}, {"check_threads": 0}, {"api_keys": {"a": 1}}],
)  # fmt: skip
def test_settings_that_are_none(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=next(iter(given))):
        load_settings(None, {}, given)


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe", b"[server]\nport = 1\n"])
def test_files_that_are_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "leian.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError):
        load_settings(file)
    with pytest.raises(SettingsError):
        load_settings(tmp_path / "none.toml")


def test_loopback() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LocalHost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "", "10.0.0.1", "desk.example", "127.0.0.1.example")))  # noqa: S104
