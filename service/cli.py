"""What can be done with leian from a shell?

One function a command; what it does stands in `service.commands`, imported only when the command runs, so that
`leian --help` answers at once. Exit codes: 0 done, 1 the work failed, 2 wrong usage, 130 stopped by Ctrl-C.
Results go to standard output, everything said about them to standard error.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="leian",
    help="类案: is this petition or call already being handled, and how were the cases like it settled?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich doubles the time to --help
    context_settings={"help_option_names": ["-h", "--help"]},
)

Data = Annotated[Path, typer.Option(help="The data directory.", envvar="LEIAN_DATA", file_okay=False)]
Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="CSV, XLSX, XLS, JSONL, Parquet, also .gz; folders and patterns of these."),
]
MapFile = Annotated[
    Path | None,
    typer.Option("--map", metavar="MAP.toml", exists=True, dir_okay=False, help="Which column is which field."),
]
Guess = Annotated[bool, typer.Option("--guess", help="Only propose a MAP.toml for the first file, on standard output.")]
ServeData = Annotated[Path | None, typer.Option(help="The data directory, ./leian-data unless set.", file_okay=False)]
Config = Annotated[Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Settings, TOML.")]
DATA = Path("leian-data")


class Engine(StrEnum):
    """Where a batch is computed."""

    LOCAL = "local"
    SPARK = "spark"


class Tier(StrEnum):
    """What a batch calls the same: copies of a text, or one matter."""

    NEAR = "near"
    MATTER = "matter"


@app.command()
def serve(
    data: ServeData = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; without a key only loopback.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, 8080 unless set.", min=0, max=65535)] = None,
    config: Config = None,
) -> None:
    """Run the service: HTTP interface and workbench."""
    from index.child_process import ONE_CORE
    from service.calm import collect_rarely

    collect_rarely()
    for name, one in ONE_CORE.items():  # before numpy is imported: many threads answer, each with its own small products
        os.environ.setdefault(name, one)
    from service.commands.operate import run_serve

    run_serve(data, host, port, config)


@app.command()
def load(
    files: Files,
    data: Data = DATA,
    map_file: MapFile = None,
    guess: Guess = False,
    unjudged: Annotated[
        bool, typer.Option("--unjudged", help="Only store and index: no verdicts, no matters, several times as fast.")
    ] = False,
) -> None:
    """Load an archive. What is there already is skipped; rows that are no cases go to FILE.rejects.csv."""
    from service.commands.archive import run_guess, run_load

    if guess:
        run_guess(files)
        return
    run_load(files, data, map_file, judged=not unjudged)


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Cases, one a line or row; - reads JSONL from a pipe.")],
    data: Data = DATA,
    map_file: MapFile = None,
) -> None:
    """One verdict a line, as JSON; nothing is stored."""
    from service.commands.ask import run_check

    run_check(file, data, map_file)


@app.command()
def similar(
    query: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text, a text file, or a file of cases.")],
    data: Data = DATA,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=100)] = 10,
) -> None:
    """Settled cases most like a text, with their replies: a table, or tab-separated lines in a pipe."""
    from service.commands.ask import run_similar

    run_similar(query, data, limit)


@app.command()
def dedup(
    files: Files,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", file_okay=False, help="Where the tables and the report go.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Where it is computed; spark needs leian[spark] and Java 17.")] = Engine.LOCAL,
    master: Annotated[
        str, typer.Option(metavar="URL", help="Spark's: local[N], spark://HOST:PORT, yarn; what is configured unless set.")
    ] = "",
    tier: Annotated[Tier, typer.Option(help="near: copies; matter: one matter, as the service judges.")] = Tier.NEAR,
    workers: Annotated[int, typer.Option(help="Threads.", min=1, max=1024)] = os.cpu_count() or 1,
    map_file: MapFile = None,
    guess: Guess = False,
) -> None:
    """De-duplicate files: clusters.csv, pairs.csv, summary.json, report.html."""
    from service.commands.archive import run_guess
    from service.commands.batch import Computing, run_dedup

    if guess:
        run_guess(files)
        return
    if out is None:
        raise typer.BadParameter("say where the tables and the report go", param_hint="--out")
    _check_master(engine, master)
    run_dedup(files, out, tier.value, Computing(workers, engine is Engine.SPARK, master), map_file)


@app.command()
def verify(data: Data = DATA) -> None:
    """Compare the index with the store; exit 1 if they differ."""
    from service.commands.operate import run_verify

    run_verify(data)


@app.command()
def rebuild(data: Data = DATA) -> None:
    """Make the index anew from the store."""
    from service.commands.operate import run_rebuild

    run_rebuild(data)


@app.command()
def erase(case_ids: Annotated[list[str], typer.Argument(metavar="CASE_ID...")], data: Data = DATA) -> None:
    """Erase cases everywhere and print the receipts, the service being stopped. It cannot be undone."""
    from service.commands.operate import run_erase

    run_erase(case_ids, data)


@app.command(hidden=True)
def demo(
    data: Data = DATA, port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8080
) -> None:
    """Load the demo archive and run the service on it: what `make demo` does."""
    from service.commands.demo import run_demo

    run_demo(data, port)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="BACKUP", help="A new directory, or a new file .tar or .tar.gz.")],
    data: ServeData = None,
    config: Config = None,
    with_key: Annotated[bool, typer.Option("--with-key", help="Put the key of the persons' hashes in, too.")] = False,
) -> None:
    """Copy the store, the model in use and the settings, while the service runs; without indexes and keys."""
    from service.commands.safekeeping import run_backup

    run_backup(target, data, config, with_key)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="What `leian backup` made.")],
    data: Data = DATA,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="The key of the persons' hashes.")
    ] = None,
    new_key: Annotated[bool, typer.Option("--new-key", help="The key is lost: prepare every case anew.")] = False,
    erased: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Case ids or receipts to erase again.")
    ] = None,
) -> None:
    """Make a new data directory from a backup, check it and build its indexes; nothing is overwritten."""
    from service.commands.safekeeping import run_restore

    run_restore(source, data, key, new_key, erased)


Labels = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[LABELS...]", exists=True, dir_okay=False, help="Files of decisions: case_id, other_case_id, decision."
    ),
]


@app.command()
def train(
    labels: Labels = None,
    data: Data = DATA,
    use: Annotated[str, typer.Option(metavar="NUMBER|shipped", help="Put an earlier model back in use.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure; write nothing.")] = False,
) -> None:
    """Re-fit the pair model on what people decided here; kept only if it is better on decisions it has not seen."""
    from service.commands.train import run_train

    run_train(labels or [], data, use, dry_run)


@app.command()
def tune(
    labels: Labels = None,
    data: Data = DATA,
    cases: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Labelled cases instead.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Their matters, JSON.")
    ] = None,
    precision: Annotated[float, typer.Option(help="What a link should be right with.", min=0.5, max=1.0)] = 0.95,
    write: Annotated[bool, typer.Option("--write", help="Keep what held-out pairs agree with.")] = False,
) -> None:
    """Precision and recall at each threshold, and which thresholds to choose."""
    from service.commands.tune import run_tune

    run_tune(labels or [], data, cases, gold, precision, write)


def _check_master(engine: Engine, master: str) -> None:
    from service.spark_session import is_master

    if master and engine is not Engine.SPARK:
        raise typer.BadParameter("only --engine spark has a master", param_hint="--master")
    if master and not is_master(master):
        known = "local[N], local-cluster[N,CORES,MB], spark://HOST:PORT, yarn or k8s://ADDRESS"
        raise typer.BadParameter(f"{master} is not {known}", param_hint="--master")


def main() -> None:
    """The `leian` command."""
    from service.ctrl_c import STOPPED, leave

    try:
        app()
    except SystemExit as ended:
        if ended.code == STOPPED:
            leave()
        raise


if __name__ == "__main__":
    main()
