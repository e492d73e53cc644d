"""How does a store written by an older program become one that this program can use?

`upgrade` runs Alembic without an alembic.ini: everything it needs lies in this package. The whole way to the wanted
revision is one transaction, so a migration that fails leaves the old schema and all data as they were.
Importing Alembic takes half a second; `index.store` imports this module only for a database that is not at head.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool


def upgrade(connect: Callable[[], object], begin: str, revision: str = "head") -> None:
    """Brings the database to `revision`.

    `connect` opens a driver connection in autocommit mode (it is closed here); `begin` is the dialect's statement that
    opens a write transaction.
    """
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    # The driver would start a transaction only before the first INSERT, after the DDL had been committed bit by bit.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def revisions() -> tuple[str, ...]:
    """The revisions that have a file in this package, oldest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())[::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
