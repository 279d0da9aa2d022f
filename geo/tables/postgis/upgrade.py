"""Bring the schema of a project to what this version of the program needs: by Alembic, one process at a time."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.schema import CreateSchema

from geo.errors import StoreError
from geo.tables.postgis.address import Address
from geo.tables.postgis.connection import reading, writing
from geo.tables.postgis.rows import WGS84
from geo.tables.postgis.tables import PROVINCES

STEPS = ("0001",)
"""The steps in `migrations/versions`, in their order."""
MIGRATIONS = resources.files("geo.tables.postgis") / "migrations"

_LOCK = 0x61746C6173
"""One number for all projects of a database, for PostGIS is installed once for all."""


def present(engine: Engine, address: Address) -> str:
    """Return the step at which a project stands; empty where there is no project."""
    with reading(engine, address) as connection:
        return _present(connection, address.schema)


def prepare(engine: Engine, address: Address, *, create: bool) -> None:
    """Bring a project to the present step.

    Parameters
    ----------
    create
        Make the project where there is none.

    Raises
    ------
    StoreError
        When there is none and none is to be made, when a program that is newer than this one made it or brought it up
        to date, or the rights are missing; the project is then as it was.
    """
    found = present(engine, address)
    _check_known(found, address)
    if found == STEPS[-1]:
        return
    if not found and not create:
        raise StoreError(f"{address} holds no project; make one of a folder with: atlas push FOLDER ADDRESS")
    if found and not _owned(engine, address):
        raise StoreError(
            f"{address} is of an earlier Directive Atlas (step {found}, needed here {STEPS[-1]}): let the owner of the "
            "schema open it once, which brings it up to date"
        )
    with writing(engine, address) as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _check_known(_present(connection, address.schema), address)
        _need_postgis(connection, address)
        connection.execute(CreateSchema(address.schema, if_not_exists=True))
        _run_steps(connection, address.schema)
        _fill_provinces(connection)


def _check_known(found: str, address: Address) -> None:
    if found and found not in STEPS:
        raise StoreError(
            f"{address} is of a newer Directive Atlas (step {found}, known here up to {STEPS[-1]}): update the program "
            "here; nothing was changed"
        )


def _owned(engine: Engine, address: Address) -> bool:
    query = "SELECT pg_has_role(nspowner, 'MEMBER') FROM pg_namespace WHERE nspname = :schema"
    with reading(engine, address) as connection:
        return bool(connection.scalar(text(query), {"schema": address.schema}))


def _present(connection: Connection, schema: str) -> str:
    known = connection.scalar(text("SELECT to_regclass(:table)"), {"table": f"{schema}.alembic_version"})
    return "" if known is None else connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _need_postgis(connection: Connection, address: Address) -> None:
    if connection.scalar(text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")):
        return
    if not connection.scalar(text("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'")):
        raise StoreError(f"{address} has no PostGIS: install it on the server (Debian: postgresql-15-postgis-3)")
    if connection.scalar(text("SELECT current_setting('is_superuser')")) != "on":
        raise StoreError(f"{address} has PostGIS switched off: let an administrator run CREATE EXTENSION postgis there")
    connection.execute(text("CREATE EXTENSION postgis SCHEMA public"))


def _run_steps(connection: Connection, schema: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes |= {"connection": connection, "schema": schema}
    command.upgrade(config, "head")


def _fill_provinces(connection: Connection) -> None:
    """Put in the shipped boundaries, where none are."""
    if connection.scalar(text("SELECT EXISTS (SELECT FROM provinces)")):
        return
    from geoalchemy2.shape import from_shape
    from shapely import MultiPolygon, get_parts

    from geo.places.boundaries import provinces

    shipped = provinces()
    columns = (shipped.index, shipped["name_en"], shipped["name_zh"], shipped.geometry)
    connection.execute(
        insert(PROVINCES),
        [
            {
                "adcode": adcode,
                "name_en": en,
                "name_zh": zh,
                "geom": from_shape(MultiPolygon([*get_parts(shape)]), WGS84),
            }
            for adcode, en, zh, shape in zip(*columns, strict=True)
        ],
    )
