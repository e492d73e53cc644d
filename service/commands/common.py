"""What is the same for all commands: how does an error end one, and how is a desk opened?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from index.errors import LeianIndexError
from service.columns import NO_MAP, ColumnMap, MapProblem, read_map
from service.ctrl_c import STOPPED, between_steps
from service.errors import LeianError
from service.files import FileProblem
from service.progress import Progress
from service.settings import SettingsError
from service.sources import NoSuchSource, find_sources

if TYPE_CHECKING:
    from service.flows import Desk  # the engine takes a second to import; a wrong file name is told before that

FAILED, WRONG_USAGE = 1, 2
PASSED_OVER_SHOWN = 20


@contextmanager
def reporting(when_stopped: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Turn what can go wrong into one line on standard error and the right exit code; Ctrl-C into 130."""
    try:
        with between_steps():
            yield
    except KeyboardInterrupt:
        say(f"stopped. {when_stopped()}".rstrip())
        raise typer.Exit(STOPPED) from None
    except (MapProblem, SettingsError, NoSuchSource) as error:
        say(str(error))
        raise typer.Exit(WRONG_USAGE) from None
    except (FileProblem, LeianError, LeianIndexError, OSError) as error:
        say(str(error))
        raise typer.Exit(FAILED) from None


def say(message: str) -> None:
    """One line on standard error."""
    typer.echo(message, err=True)


@contextmanager
def open_desk(data: Path, *, to_fill: bool = False, progress: Progress | None = None) -> Iterator[Desk]:
    """The desk of this data directory, closed at the end. Unless it is opened to be filled, a new one is remarked on."""
    if not data.exists() and not to_fill:
        say(f"{data} is not there yet: nothing is loaded. It is created now.")
    from engine.model import ModelFormatError
    from service.flows import Desk

    try:
        desk = Desk.open(data, progress=progress)
    except ModelFormatError as error:
        raise LeianError(f"the model cannot be used: {error}") from error
    if desk.model_problem:
        say(desk.model_problem)
    try:
        yield desk
    finally:
        desk.close()


def existing(data: Path) -> Path:
    """`data`, or exit 2 where there is no such directory: an operation on nothing is a typing error."""
    if not data.is_dir():
        say(f"{data} is no data directory; name it with --data")
        raise typer.Exit(WRONG_USAGE)
    return data


def chosen_columns(map_file: Path | None) -> ColumnMap:
    """The operator's MAP.toml, or none."""
    return read_map(map_file) if map_file else NO_MAP


def sources_of(named: Sequence[Path]) -> list[Path]:
    """The files that the arguments mean; what was passed over in folders is told."""
    sources = find_sources(named)
    for path, reason in sources.passed_over[:PASSED_OVER_SHOWN]:
        say(f"passed over: {path}: {reason}")
    if (more := len(sources.passed_over) - PASSED_OVER_SHOWN) > 0:
        say(f"passed over: {more:,} more")
    return sources.files
