"""The address of a project in a database: ``postgresql://user@host:port/database?schema=name``.

One database holds several projects, one schema each; `atlas` if none is named. Everything else in the query goes to
PostgreSQL's own client (``sslmode``, ``sslrootcert``, ``connect_timeout`` …). ``postgresql://`` alone, with or without
a schema, means the address in the variable ``ATLAS_DATABASE_URL``: so no password stands in a command. A password is
never shown: not by an `Address`, not by an error about one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from geo.errors import StoreError
from geo.tables.store import DATABASE_SCHEMES

DEFAULT_SCHEMA = "atlas"
VARIABLE = "ATLAS_DATABASE_URL"
FORM = "postgresql://user@host:5432/database?schema=atlas"

# Longer names are cut by the server, and two projects could become one.
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_BARE = re.compile(rf"(?:{'|'.join(map(re.escape, DATABASE_SCHEMES))})(?:\?schema=(?P<schema>[^&]*))?")
_TAKEN = ("public", "information_schema")
_CLIENT = frozenset(
    [
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
        "sslcrl",
        "sslnegotiation",
        "channel_binding",
        "target_session_attrs",
        "connect_timeout",
        "keepalives",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "passfile",
        "service",
        "application_name",
        "gssencmode",
        "krbsrvname",
        "require_auth",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a project lies; `str` of it has no password, and reads back as the same place."""

    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: int | None = None
    database: str = ""
    schema: str = DEFAULT_SCHEMA
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        return f"postgresql://{user}{host}{port}/{self.database}?schema={self.schema}"


def is_address(text: str) -> bool:
    """Return whether a text is meant as the address of a database.

    >>> is_address("postgresql://127.0.0.1/atlas"), is_address("work/project")
    (True, False)
    """
    return text.startswith(DATABASE_SCHEMES)


def parse(text: str) -> Address:
    """Take an address apart.

    >>> str(parse("postgres://ann:secret@db.example.org/news?schema=north&sslmode=require"))
    'postgresql://ann@db.example.org/news?schema=north'

    Raises
    ------
    StoreError
        When it is no address of a database, names no database, or its schema is no plain name.
    """
    bare = _BARE.fullmatch(text)
    if not bare:
        return _parsed(text)
    address = os.environ.get(VARIABLE, "")
    if not address:
        raise StoreError(f"{text!r} means the address in {VARIABLE}, which is not set; write {FORM}")
    known = _parsed(address)
    return replace(known, schema=_schema(bare["schema"])) if bare["schema"] else known


def _parsed(text: str) -> Address:
    if not is_address(text):
        raise StoreError(f"{_hidden(text)!r} is not the address of a database; write {FORM}")
    try:
        parts = urlsplit(text)
        port = parts.port
        spoilt = bool(parts.fragment)
    except ValueError:
        spoilt = True
    if spoilt:
        raise StoreError(
            f"{_hidden(text)!r} cannot be read; write {FORM}, "
            "and in a password %40 for @, %2F for /, %3F for ? and %23 for #"
        )
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Address(
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=unquote(parts.hostname or ""),
        port=port,
        database=_database(parts.path, text),
        schema=_schema(query.pop("schema", DEFAULT_SCHEMA)),
        options=MappingProxyType(_options(query)),
    )


def _database(path: str, text: str) -> str:
    name = unquote(path.removeprefix("/"))
    if not name or "/" in name:
        raise StoreError(f"{_hidden(text)!r} names no database; write {FORM}")
    return name


def _schema(name: str) -> str:
    if not _SCHEMA.fullmatch(name) or name.startswith("pg_") or name in _TAKEN:
        raise StoreError(
            f"schema {name!r} cannot hold a project; choose small letters, digits and _, 63 at most, "
            f"not starting with pg_, and not {' or '.join(_TAKEN)}"
        )
    return name


def _options(query: Mapping[str, str]) -> dict[str, str]:
    for name in query:
        if name not in _CLIENT:
            raise StoreError(f"{name!r} is not an option of an address; choose schema, or {', '.join(sorted(_CLIENT))}")
    return dict(query)


def _hidden(text: str) -> str:
    """Return an address without its query and what stands before its last ``@``, for that may be a password."""
    return re.sub(r"(://).*@", r"\1…@", text, flags=re.DOTALL).partition("?")[0]
