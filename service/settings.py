"""What can an operator set, how, and what is it when nobody sets it?

One dataclass is the one table: a field, its default, its meaning. Values come from the command line, then the
environment (`LEIAN_` and the field's name in capitals), then a TOML file, then the default. `docs/settings.md` shows the
same table; a test compares them. Not for: what one request may ask (`service.wire*`).
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from service.errors import LeianError

ENVIRONMENT_PREFIX = "LEIAN_"
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-fA-F:]+\](:\d{1,5})?")
SEMANTIC = ("auto", "off")
LOG_LEVELS = ("debug", "info", "warning", "error")


class SettingsError(LeianError):
    """A setting cannot be used; the message names it, the limit and the likely cause. Wrong usage: exit code 2."""


Value = TypeVar("Value")


def _setting(default: Value, meaning: str, least: int | None = None, most: int | None = None) -> Value:
    """A field with its meaning and, for numbers, its range."""
    return field(default=default, metadata={"meaning": meaning, "least": least, "most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator can set. Unknown names and wrong types are refused at start."""

    data: str = _setting("./leian-data", "the data directory, created when missing")
    host: str = _setting("127.0.0.1", "address to listen on; without a key only loopback")
    port: int = _setting(8080, "port to listen on; 0 takes any free one", 0, 65535)
    api_keys: tuple[str, ...] = _setting(
        (), "access keys as `sha256:<64 hex digits>`, then `:role`, `:confidential`, `:name=…` (see docs/operations.md)"
    )
    api_keys_file: str = _setting(
        "", "file with one access key a line, plain (24 characters or more) with its words, or as in api_keys; `#` starts a comment"
    )
    allowed_origins: tuple[str, ...] = _setting(
        (), "further origins, such as `https://desk.example`, whose pages may call; for a proxy that renames the host"
    )
    frame_ancestors: tuple[str, ...] = _setting(
        (), "further origins, such as `https://desk.example`, whose pages may show `/embed` in a frame; see embedding.md"
    )
    model: str = _setting(
        "", "model file to judge with, or `shipped`; unless set, the data directory's own (`leian train`), else the delivered one"
    )
    answer_days: int = _setting(
        20, "days to answer a case that came without a term, shown as `days_left` of an open match; 0 shows none", 0, 3650
    )
    semantic: str = _setting(
        "auto", "`auto` ranks precedents by sentence vectors too where the extra `semantic` is installed, `off` never"
    )
    check_threads: int = _setting(4, "calls that read at the same time", 1, 256)
    write_threads: int = _setting(
        32, "calls that write at the same time; they share one durable commit, so more of them cost little", 1, 1024
    )
    queue_limit: int = _setting(256, "calls that may wait for a thread; more are answered 503", 0, 100_000)
    queue_ms: int = _setting(
        1000, "milliseconds that a call may wait for a thread; one that would wait longer is answered 503 at once", 1, 600_000
    )
    rate_limit: int = _setting(
        0, "calls a second that one key may make over time, 0 for any number; more are answered 429", 0, 1_000_000
    )
    rate_burst: int = _setting(100, "calls that it may make at once after a pause", 1, 1_000_000)
    stream_limit: int = _setting(1000, "streams of `/v1/stream` open at the same time; more are answered 503", 1, 100_000)
    outbox_days: int = _setting(
        7, "days that pushes are kept for readers who come back; who was away for longer gets a `resync` event", 1, 3650
    )
    stop_seconds: int = _setting(5, "seconds from SIGTERM to the end of the process", 1, 600)
    log_level: str = _setting("info", "debug, info, warning or error")

    def __post_init__(self) -> None:
        if self.log_level not in LOG_LEVELS:
            raise SettingsError(f"log_level: one of {' '.join(LOG_LEVELS)}, not {self.log_level!r}")
        for origin in self.frame_ancestors:
            if _ORIGIN.fullmatch(origin) is None:
                raise SettingsError(f"frame_ancestors: an origin such as https://desk.example, not {origin[:60]!r}")
        if self.semantic not in SEMANTIC:
            raise SettingsError(f"semantic: one of {' '.join(SEMANTIC)}, not {self.semantic!r}")
        for each in fields(self):
            least, most = each.metadata.get("least"), each.metadata.get("most")
            if least is not None and not least <= getattr(self, each.name) <= most:
                raise SettingsError(f"{each.name}: from {least} to {most}, not {getattr(self, each.name)}")

    @property
    def has_key(self) -> bool:
        """True where an access key is configured, and so required."""
        return bool(self.api_keys or self.api_keys_file)

    @property
    def loopback_only(self) -> bool:
        """True where `host` can be reached from this machine alone."""
        return is_loopback(self.host)


@lru_cache(maxsize=256)  # asked for the Host header of every request
def is_loopback(host: str) -> bool:
    """True for localhost and addresses that never leave the machine; False for any other name."""
    name = host.strip("[]")
    if name.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def load_settings(
    config: Path | None = None, environ: Mapping[str, str] | None = None, overrides: Mapping[str, object] | None = None
) -> Settings:
    """Settings from a TOML file, the environment and the command line; None in `overrides` means not given.

    Raises SettingsError.
    """
    values: dict[str, object] = {} if config is None else _from_file(config)
    values |= _from_environment(environ or {})
    values |= {name: value for name, value in (overrides or {}).items() if value is not None}
    known = {each.name: each for each in fields(Settings)}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise SettingsError(f"unknown settings: {', '.join(unknown)}; known are {', '.join(known)}")
    return Settings(**{name: _typed(name, value) for name, value in values.items()})  # type: ignore[arg-type]


def settings_table() -> str:
    """The table of `docs/settings.md`."""
    rows = ["| setting | environment | default | meaning |", "|---|---|---|---|"]
    for each in fields(Settings):
        default = "none" if each.default in ("", ()) else f"`{each.default}`"
        rows.append(
            f"| `{each.name}` | `{ENVIRONMENT_PREFIX}{each.name.upper()}` | {default} | {each.metadata['meaning']} |"
        )
    return "\n".join(rows) + "\n"


def _from_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML in UTF-8: {error}") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    """Only the names of the table: other LEIAN_ variables belong to other parts."""
    names = {ENVIRONMENT_PREFIX + each.name.upper(): each.name for each in fields(Settings)}
    return {name: environ[variable] for variable, name in names.items() if environ.get(variable)}


def _typed(name: str, value: object) -> object:
    """`value` with the type of the setting's default: the environment knows strings only."""
    kind = type(_DEFAULTS[name])
    if kind is int and isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if kind is tuple and isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if kind is tuple and isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if kind is str and isinstance(value, Path):
        return str(value)
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    wanted = {int: "a whole number", str: "a string", tuple: "a list of strings"}[kind]
    raise SettingsError(f"{name}: {wanted} is expected")


_DEFAULTS: Mapping[str, object] = {each.name: each.default for each in fields(Settings)}
