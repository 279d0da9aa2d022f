"""The connection to a database: what every session sets, and each fault as a sentence without a password.

A session works in the schema of its project and commits durably, whatever the server's default says: an edit that was
acknowledged is on the server's disk. A connection that was lost is noticed before the next use and made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from geo.errors import StoreError
from geo.tables.postgis.address import Address

MOST_CONNECTIONS = 5
WAIT_SECONDS = 10

# What the server is told when a session begins; a client that hangs must not hold a fact for ever.
_SESSION = {"lock_timeout": "30s", "idle_in_transaction_session_timeout": "300s", "timezone": "UTC"}
# PostGIS may live in a schema of its own; its functions and types are found there.
_BEGIN = """
SELECT set_config('search_path', %(schema)s || ', ' || coalesce((
    SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname = 'postgis'), 'public'), false),
set_config('synchronous_commit', CASE WHEN now.durable = 'off' THEN 'on' ELSE now.durable END, false)
FROM (SELECT current_setting('synchronous_commit') AS durable) AS now
"""

_SENTENCES = {
    "28": "refused this user or password",
    "3D": "has no such database: make it with createdb, or name another",
    "42501": "does not let this user do that: ask its owner for the rights that docs/teams.md names",
    "25006": "is open for reading only: a standby server, or a user who may not write",
    "53100": "has no space left on its disk: nothing was changed",
    "53300": "has too many connections already: try again in a moment",
    "55P03": "waited too long for somebody else's change: try again in a moment",
    "40P01": "waited too long for somebody else's change: try again in a moment",
    "40001": "was changed by somebody else at the same moment: try again",
}
_LOST = ("08", "57P")
_NEVER_OPENED = "connection failed"  # how psycopg begins, whatever the language of the server


def engine_for(address: Address) -> Engine:
    """Return a pool of connections to the schema of an address; nothing is opened yet."""
    url = URL.create(
        "postgresql+psycopg",
        username=address.user or None,
        password=address.password or None,
        host=address.host or None,
        port=address.port,
        database=address.database,
    )
    settings = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    arguments: dict[str, Any] = {"connect_timeout": WAIT_SECONDS, "application_name": "directive-atlas"}
    arguments |= dict(address.options)
    arguments["options"] = settings
    engine = create_engine(
        url,
        connect_args=arguments,
        pool_size=MOST_CONNECTIONS,
        max_overflow=MOST_CONNECTIONS,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
    )

    def begin(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, {"schema": address.schema})
        connection.commit()

    event.listen(engine, "connect", begin)
    return engine


@contextmanager
def reading(engine: Engine, address: Address) -> Iterator[Connection]:
    """Open one snapshot: everything read in it is of the same moment."""
    with told(address), engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


@contextmanager
def writing(engine: Engine, address: Address) -> Iterator[Connection]:
    """Open a transaction that commits when the block ends, and leaves nothing behind when it does not."""
    with told(address, writes=True), engine.begin() as connection:
        yield connection


@contextmanager
def told(address: Address, *, writes: bool = False) -> Iterator[None]:
    """Turn a fault of the database into a sentence.

    Raises
    ------
    StoreError
        Naming the address without its password, and what to do.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{address} {_sentence(error, writes=writes)}") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"{address} holds text only, not half a character ({error.reason})") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{address} cannot be used: {error}") from error


def _sentence(error: DBAPIError, *, writes: bool) -> str:
    state = _state(error)
    said = str(error.orig).strip().partition("\n")[0]
    for start, sentence in _SENTENCES.items():
        if state.startswith(start):
            return f"{sentence} ({said})"
    if said.startswith(_NEVER_OPENED):
        return f"cannot be opened ({said}); nothing was changed"
    if error.connection_invalidated or state.startswith(_LOST) or not state:
        unsure = "what was under way was not acknowledged: look whether it stands; " if writes else ""
        return f"went away ({said}); {unsure}the next call connects again"
    return f"cannot do this ({said})"


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
