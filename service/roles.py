"""What may the holder of a key do, and of which cases may he know?

A key has one role, and beside it, where its holder works on accusations, the right to see confidential cases. Without any key
this machine's owner calls, who may do everything but learn of hidden matches. Not for: finding the key of a call
(`service.access`), nor for what is shown of a case (`service.window`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """One thing that a key may do."""

    READ = "read"
    REGISTER = "register"
    CHANGE = "change"
    DECIDE = "decide"
    ERASE = "erase"
    AUDIT = "audit"  # read who did what
    METRICS = "metrics"  # read the figures: they count what is registered, confidential cases as well
    CONFIDENTIAL = "confidential"  # see confidential cases; without it they do not exist
    HIDDEN_MATCH = "hidden-match"  # be told that something confidential matched, and no more


ROLES: Mapping[str, frozenset[Right]] = {
    "read": frozenset({Right.READ}),
    "intake": frozenset({Right.READ, Right.REGISTER, Right.CHANGE, Right.DECIDE}),
    "handler": frozenset({Right.READ, Right.CHANGE, Right.DECIDE}),
    "auditor": frozenset({Right.READ, Right.AUDIT, Right.METRICS}),
    "metrics": frozenset({Right.METRICS}),
    "admin": frozenset(Right) - {Right.CONFIDENTIAL, Right.HIDDEN_MATCH},
}
# Calls with these run in the lane of those that write.
WRITING = frozenset({Right.REGISTER, Right.CHANGE, Right.DECIDE, Right.ERASE})
BESIDES = (Right.CONFIDENTIAL, Right.HIDDEN_MATCH)
"""Rights that no role has by itself: each is given to a key by name."""

# What a call needs; POST calls that are not here change something unknown, and want an admin.
READING_POSTS = frozenset({"/v1/check", "/v1/precedents", "/v1/search", "/v1/replies/compare"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OF_PATHS = {"/v1/audit": Right.AUDIT, "/metrics": Right.METRICS}
_OF_POSTS = {"/v1/cases": Right.REGISTER, "/v1/decisions": Right.DECIDE}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls: the key's name, as logs and the audit trail know it, and its rights."""

    name: str
    rights: frozenset[Right] = frozenset()

    def may(self, right: Right) -> bool:
        return right in self.rights


OWNER = Principal("this-machine", ROLES["admin"] | {Right.CONFIDENTIAL})
"""Who calls where no key is configured."""
NOBODY = Principal("nobody")


def needed(method: str, path: str) -> Right:
    """The right that a call needs."""
    if path in _OF_PATHS:
        return _OF_PATHS[path]
    if method in SAFE_METHODS or (method == "POST" and path in READING_POSTS):
        return Right.READ
    if method == "PATCH":
        return Right.CHANGE
    return _OF_POSTS.get(path, Right.ERASE) if method == "POST" else Right.ERASE
