"""The cases, what was derived and decided about them, and the log of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(128), nullable=False, unique=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("is_open", sa.Integer, nullable=False),
        sa.Column("handling_unit", sa.Text, nullable=False),
        sa.Column("org_id", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("locality", sa.Text, nullable=False),
        sa.Column("received_at", sa.Integer, nullable=False),
        sa.Column("closed_at", sa.Integer),
        sa.Column("has_reply", sa.Integer, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("confidential", sa.Integer, nullable=False),
        sa.Column("matter_id", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("cases_by_unit", "cases", ["handling_unit"])
    op.create_index("cases_by_status", "cases", ["status"])
    op.create_index("cases_by_received", "cases", ["received_at"])
    op.create_index("cases_by_matter", "cases", ["matter_id"])
    op.create_index("cases_open", "cases", ["is_open"], sqlite_where=sa.text("is_open = 1"))
    op.create_index("cases_open_by_unit", "cases", ["handling_unit"], sqlite_where=sa.text("is_open = 1"))
    op.create_index("cases_replied", "cases", ["has_reply"], sqlite_where=sa.text("has_reply = 1"))
    for name in ("prepared", "verdicts"):
        op.create_table(
            name, sa.Column("seq", sa.Integer, primary_key=True), sa.Column("body", sa.LargeBinary, nullable=False)
        )
    op.create_table(
        "changes",
        sa.Column("change_no", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table("meta", sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    _people_and_pushes()


def _people_and_pushes() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(128), nullable=False),
        sa.Column("other_case_id", sa.String(128), nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("decisions_by_case", "decisions", ["case_id"])
    op.create_index("decisions_by_other", "decisions", ["other_case_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("change_no", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
