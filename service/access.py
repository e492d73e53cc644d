"""Who calls, and may he make this call?

Without any key the service trusts its own machine: it listens on loopback, and answers only calls that name it by a
loopback name and that no foreign web page sent. With keys every call shows one, as `Authorization: Bearer <key>`; a
browser may send it as the password of HTTP Basic. Keys are random, so they are kept as plain SHA-256: a slow hash
protects guessable passwords, and would cost each call 30 ms.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from service.errors import NoKey, NotAllowed
from service.roles import BESIDES, NOBODY, OWNER, ROLES, Principal, Right, needed
from service.settings import Settings, SettingsError, is_loopback

LEAST_KEY_LENGTH = 24  # characters; 24 of base64 are 144 random bits
_HASHED = re.compile(r"sha256:([0-9a-fA-F]{64})((?::[^:\s]+)*)")
_NAME = re.compile(r"name=([\w.-]{1,40})")

DEFAULT_ROLE = "admin"
_WORDS = f"one of {' '.join(ROLES)}; {' '.join(BESIDES)}; name=…"

# What anybody may ask: nothing here knows of a case.
OPEN_PATHS = frozenset({"/healthz", "/readyz"})
OPEN_PREFIXES = ("/assets/", "/embed/")  # the pages' own files, and the empty shell of a frame

@dataclass(frozen=True, slots=True)
class Key:
    """One access key: the SHA-256 of it, and who calls with it."""

    digest: bytes
    principal: Principal


@dataclass(frozen=True, slots=True)
class Access:
    """The rule of one deployment. `check` is called for every request."""

    keys: tuple[Key, ...]
    origins: frozenset[str]

    def check(self, method: str, path: str, headers: Mapping[str, str]) -> Principal:
        """Who calls. Raises NoKey (401) or NotAllowed (403) where this call may not be made. `headers` have lower-case names."""
        self._check_origin(headers)
        if not self.keys:
            if not is_loopback(_host_name(headers.get("host", ""))):
                # Otherwise a web page could point a name of its own at 127.0.0.1 and read everything.
                raise NotAllowed("without an access key the service answers to 127.0.0.1 and localhost only")
            return OWNER
        if path in OPEN_PATHS or path.startswith(OPEN_PREFIXES):
            return NOBODY
        principal = self._find(_token(headers.get("authorization", ""))).principal
        right = needed(method, path)
        if not principal.may(right):
            raise NotAllowed(f"this key does not have the right `{right}` that this call needs")
        return principal

    def _check_origin(self, headers: Mapping[str, str]) -> None:
        """Refuse what another site's page sends through the browser of somebody who may call."""
        origin = headers.get("origin")
        if origin is None or origin in self.origins:
            return
        if urlsplit(origin).netloc != headers.get("host", ""):
            raise NotAllowed("pages of other sites may not call; see the setting allowed_origins")

    def _find(self, token: str) -> Key:
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        found = None
        for key in self.keys:  # all of them, so that the time tells nothing
            if hmac.compare_digest(key.digest, digest):
                found = key
        if not token or found is None:
            raise NoKey(
                "an access key is required: Authorization: Bearer <key>" if not token else "this key is unknown"
            )
        return found


def read_access(settings: Settings) -> Access:
    """The rule that the settings ask for. Raises SettingsError; no message repeats a key."""
    lines = list(settings.api_keys)
    if settings.api_keys_file:
        lines += _key_lines(Path(settings.api_keys_file))
    keys = tuple(_key(number, line) for number, line in enumerate(lines, start=1))
    if settings.has_key and not keys:
        raise SettingsError(f"{settings.api_keys_file}: there is no key in it")
    return Access(keys, frozenset(settings.allowed_origins))


def _key_lines(path: Path) -> Sequence[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"api_keys_file: {path} cannot be read ({type(error).__name__})") from None
    stripped = (line.partition("#")[0].strip() for line in lines)
    found = [line for line in stripped if line]
    return [line if line.startswith("sha256:") else _hashed(path, line) for line in found]


def _hashed(path: Path, line: str) -> str:
    """A plain key and its words, as the setting `api_keys` writes them."""
    plain, *words = line.split()
    if len(plain) < LEAST_KEY_LENGTH:
        raise SettingsError(f"{path}: a key is {LEAST_KEY_LENGTH} characters or more, then its role and rights: {_WORDS}")
    return ":".join((f"sha256:{hashlib.sha256(plain.encode()).hexdigest()}", *words))


def _key(number: int, line: str) -> Key:
    found = _HASHED.fullmatch(":".join(line.split()))
    if found is None:
        raise SettingsError(f"api_keys: entry {number} is not sha256:<64 hex digits>, then its role and rights: {_WORDS}")
    name, role, rights = f"key-{found[1][:8].lower()}", "", set[Right]()
    for place, word in enumerate(found[2].split(":")[1:], start=1):
        if named := _NAME.fullmatch(word):
            name = named[1]
        elif word in BESIDES:
            rights.add(Right(word))
        elif word in ROLES and not role:
            role = word
        else:
            # The word is not repeated: it may be a second key.
            raise SettingsError(f"api_keys: entry {number}: word {place} behind the key is not {_WORDS}")
    return Key(bytes.fromhex(found[1]), Principal(name, ROLES[role or DEFAULT_ROLE] | rights))


def _token(authorization: str) -> str:
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest.strip(), validate=True).decode("utf-8").partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def _host_name(host: str) -> str:
    """The name in a Host header: `[::1]:8080` → `::1`."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
