"""The doors, each as a function of bytes that returns when all is well and raises only what is a bug.

What a door refuses it refuses with an error of `geo.errors`; whatever else comes out of it is a finding. The same
functions run in ``tests/test_doors.py`` on what was found before, and on what hypothesis makes up.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pandas as pd

from geo import reading
from geo.batch import intake
from geo.errors import BoundaryError, DateError, TableError
from geo.places.own import boundaries
from geo.reading import documents
from geo.records import DateSpan, Document
from geo.tables.dates import normal_date
from geo.tables.schema import check, read_table
from geo.tables.writing import csv_bytes

LONGEST_ARTICLE = 4000
"""Characters read as an article: the rest would only make each trial longer."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def table(data: bytes) -> None:
    """Read a table; what was read is written, and read again as the same table."""
    try:
        read = read_table(data, name="fuzz")
    except TableError:
        return
    again = read_table(csv_bytes(read.table), name="fuzz").table
    pd.testing.assert_frame_equal(check(read.table), again, check_dtype=False)
    neutral = pd.read_csv(io.BytesIO(csv_bytes(read.table, excel=True)), dtype=str, keep_default_na=False)
    for column in neutral.columns.difference(["lat", "lon"]):
        assert not neutral[column].str.startswith(_FORMULA).any(), "a formula got out"


def article(data: bytes) -> None:
    """Read a file of articles, whose kind the first byte chooses, and all that these tell."""
    suffix = documents.SUFFIXES[data[0] % len(documents.SUFFIXES)] if data else ".txt"
    for item in documents.items(data[1:], f"a{suffix}"):
        if isinstance(item, Document) and len(item.text) <= LONGEST_ARTICLE:
            _told(item)


def upload(data: bytes) -> None:
    """Read an archive of articles as the app takes it."""
    for item in intake.read([intake.Upload(name="a.zip", raw=data)]):
        if isinstance(item, Document) and len(item.text) <= LONGEST_ARTICLE:
            _told(item)


def _told(document: Document) -> None:
    told = reading.read(document)
    for found in (*told.mentions, *told.events, *told.directives):
        assert 0 <= found.start <= found.end <= len(document.text)
    for mention in told.mentions:
        assert mention.text == document.text[mention.start : mention.end]


def boundary(data: bytes) -> None:
    """Read boundaries from an upload."""
    try:
        # said to be in degrees, so that a file that names no CRS comes further
        own = boundaries.read(data, name="fuzz", datum="wgs84")
    except BoundaryError:
        return
    assert own.frame.geometry.is_valid.all()
    assert len(own.shaded) >= len(own.frame)


def shapefile(data: bytes) -> None:
    """Read boundaries from a shapefile whose parts are the bytes, cut at a mark, in an honest archive."""
    names = ("a.shp", "a.shx", "a.dbf", "a.prj", "a.cpg")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for name, part in zip(names, data.split(MARK), strict=False):
            made.writestr(name, part)
    boundary(archive.getvalue())


MARK = b"\x00--part--\x00"


def date(data: bytes) -> None:
    """Read a date of a table; what comes out is read back as the same."""
    text = data.decode("utf-8", "replace")
    try:
        normal = normal_date(text)
    except DateError:
        return
    first, _, last = normal.partition("/")
    span = DateSpan.parse(first, last)
    assert DateSpan.parse(*span.texts) == span
    assert normal_date(first) == first


DOORS: Mapping[str, Callable[[bytes], None]] = {
    "table": table,
    "article": article,
    "upload": upload,
    "boundary": boundary,
    "shapefile": shapefile,
    "date": date,
}
