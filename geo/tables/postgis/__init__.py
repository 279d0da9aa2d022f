"""The store for teams: a project in PostgreSQL with PostGIS, behind the functions of `geo.tables.store.Store`.

It needs the packages of the extra ``directive-atlas[postgis]``; nothing else in the program does.
"""

from __future__ import annotations

from geo.errors import StoreError

try:
    # SQLAlchemy would load it later; that it is missing is to be said here.
    import psycopg  # noqa: F401

    from geo.tables.postgis.store import DatabaseStore
except ImportError as error:
    raise StoreError(
        f"a project in a database needs further packages: pip install 'directive-atlas[postgis]' ({error})"
    ) from error

__all__ = ["DatabaseStore"]
