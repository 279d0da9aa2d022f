"""Word and PDF files to text, page by page, within limits: what comes in may have been made to hurt.

A Word file is an archive: its directory is looked at before anything is unpacked. A PDF is read by a parser in Python,
with the tables that Chinese official typesetting needs (fonts without a map to Unicode). A scanned PDF holds no text,
and says so.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Final

from geo.errors import DocumentError
from geo.reading import streams
from geo.reading.packed import ZIP_ERRORS

LARGEST_PDF: Final = 50 << 20
LARGEST_WORD: Final = 100 << 20
"""Bytes of a PDF file, and of what a Word file may unpack to."""

MOST_PAGES: Final = 500
MOST_PARTS: Final = 2_000
STEEPEST: Final = 200
"""Pages of a PDF; files in a Word file, and how many times smaller than unpacked it may be."""

_CID: Final = re.compile(r"\(cid:\d+\)")
_HYPHEN: Final = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
_WITHIN: Final = re.compile(r"(?<=[^\n])\n(?=[^\n])")

Check = Callable[[], None]
"""Called after each page; what it raises ends the reading."""


def word(raw: bytes, name: str) -> str:
    """Return the text of a ``.docx`` file: its paragraphs, and the rows of its tables, in their order.

    Raises
    ------
    DocumentError
        When it is no such file, or breaks a limit.
    """
    _check_archive(raw, name)
    try:
        import docx

        return "\n".join(_blocks(docx.Document(io.BytesIO(raw))))
    except Exception as error:
        raise DocumentError(f"{name}: not a Word file that can be read ({type(error).__name__})") from error


def pdf(raw: bytes, name: str, check: Check = lambda: None) -> str:
    """Return the text of a PDF file, the lines of a paragraph joined.

    Raises
    ------
    DocumentError
        When it is no PDF, is locked, holds no text, or breaks a limit.
    """
    if len(raw) > LARGEST_PDF:
        raise DocumentError(f"{name}: larger than {LARGEST_PDF >> 20} MB; split it")
    pages: list[str] = []
    for page in _pages(raw, name):
        pages.append(_joined(page))
        check()
    text = "\n\n".join(filter(None, pages))
    if not _CID.sub("", text).strip():
        raise DocumentError(f"{name}: this PDF holds no text, only pictures of it; run a text recognition first")
    return _CID.sub("\ufffd", text)


def _check_archive(raw: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except ZIP_ERRORS as error:
        raise DocumentError(f"{name}: not a Word file (.docx); an old .doc has to be saved as .docx") from error
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_WORD or unpacked > STEEPEST * max(len(raw), 1):
        raise DocumentError(f"{name}: unpacks to {unpacked:,} bytes in {len(parts):,} parts, which no article needs")


def _blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield "\t".join(filter(None, cells))
        else:
            yield block.text


def _pages(raw: bytes, name: str) -> Iterator[str]:
    """Yield the text of each page; the parser's own warnings about odd files are of no use to a reader."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    streams.bound()
    pages = extract_pages(io.BytesIO(raw), maxpages=MOST_PAGES + 1)
    for number in itertools.count(1):
        try:
            page = next(pages, None)
        except DocumentError as error:
            raise DocumentError(f"{name}: {error}, as no article needs") from error
        except Exception as error:
            raise DocumentError(f"{name}: not a PDF that can be read ({type(error).__name__})") from error
        if page is None:
            return
        if number > MOST_PAGES:
            raise DocumentError(f"{name}: more than {MOST_PAGES} pages; split it")
        yield "\n\n".join(box.get_text().strip() for box in page if isinstance(box, LTTextContainer))


def _joined(page: str) -> str:
    r"""Undo the line breaks of the layout: a paragraph is what stands between empty lines.

    >>> _joined("The plan is ex-\ntended\nto 2030.\n\n重庆市\n九龙坡区")
    'The plan is extended to 2030.\n\n重庆市九龙坡区'
    """
    lines = "\n".join(line.strip() for line in page.splitlines())
    return _WITHIN.sub(" ", _BETWEEN_HAN.sub("", _HYPHEN.sub("", lines)))
