"""Pushes know when they were queued, so that they can expire; cases know their verdict's code, so that it can be asked for."""

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BATCH = 1_000  # rows in memory at a time


def upgrade() -> None:
    op.add_column("outbox", sa.Column("at", sa.Integer))
    op.create_index("outbox_by_unit", "outbox", ["unit"])
    op.add_column("cases", sa.Column("verdict", sa.Text, nullable=False, server_default=""))
    _copy_codes()
    op.drop_index("cases_by_matter", "cases")
    op.create_index("cases_by_matter", "cases", ["matter_id", "received_at", "confidential", "is_open", "verdict"])
    op.create_index("cases_by_verdict", "cases", ["verdict", "confidential"])


def _copy_codes() -> None:
    """The code stands in every packed verdict: one version byte, then a map with the key "verdict"."""
    connection, seq = op.get_bind(), 0
    page = sa.text("SELECT seq, body FROM verdicts WHERE seq > :after ORDER BY seq LIMIT :most")
    keep = sa.text("UPDATE cases SET verdict = :code WHERE seq = :seq")
    while rows := connection.execute(page, {"after": seq, "most": BATCH}).fetchall():
        connection.execute(keep, [{"seq": n, "code": msgspec.msgpack.decode(body[1:])["verdict"]} for n, body in rows])
        seq = rows[-1][0]
