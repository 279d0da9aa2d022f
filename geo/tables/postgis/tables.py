"""The tables as SQLAlchemy sees them; what makes them stands in `migrations`, and a test compares the two."""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    FetchedValue,
    Identity,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSON, JSONB

from geo.tables.headers import COLUMNS

METADATA = MetaData()

PROJECT = Table(
    "project",
    METADATA,
    Column("only_one", Boolean, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("last_correction", BigInteger, nullable=False),
    Column("findings_changed", BigInteger, nullable=False),
    Column("columns", JSON, nullable=False),
)

FINDINGS = Table(
    "findings",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("found", JSON, nullable=False),
)

CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("seq", BigInteger, primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("id", "after", "fact", "field", "old", "new", "who", "when", "why")
    ),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("recorded_by", Text, nullable=False, server_default=FetchedValue()),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("id", Text, nullable=False),
    Column("document", JSON, nullable=False),
)

PROVINCES = Table(
    "provinces",
    METADATA,
    Column("adcode", Text, primary_key=True),
    Column("name_en", Text, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326), nullable=False),
)

FACTS = Table(
    "facts",
    METADATA,
    *(
        Column(name, Double) if name in {"lat", "lon"} else Column(name, Text, primary_key=name == "id", nullable=False)
        for name in COLUMNS
    ),
    Column("more", JSONB, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("province", Text, nullable=False),
    Column("resolution", Text, nullable=False),
    Column("geom", Geometry("POINT", srid=4326)),
)
