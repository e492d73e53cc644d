"""Outbox and audit rows say which case they speak of, so that an erasure finds them; matters can be listed by age."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for table in ("outbox", "audit"):
        op.add_column(table, sa.Column("seq", sa.Integer))
        op.create_index(f"{table}_by_seq", table, ["seq"])
    op.drop_index("cases_by_matter", "cases")
    op.create_index("cases_by_matter", "cases", ["matter_id", "received_at"])
