"""Word and PDF files: read back what was put in, and survive what was made to hurt."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from geo.errors import DocumentError
from geo.reading import office
from tests.strategies import HOSTILE


def word_file(*paragraphs: str, table: tuple[str, ...] = ()) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if table:
        cells = made.add_table(rows=1, cols=len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf_file(*pages: str) -> bytes:
    out = io.BytesIO()
    with PdfPages(out) as file:
        for page in pages:
            figure = Figure(figsize=(6, 4))
            figure.text(0.1, 0.8, page)
            file.savefig(figure)
    return out.getvalue()


def chinese_pdf(text: str) -> bytes:
    """Return a PDF as Chinese typesetting makes it: a system font by name, GBK codes, no map to Unicode."""
    codes = text.encode("gbk").hex().encode()
    stream = b"BT /F1 20 Tf 50 700 Td <" + codes + b"> Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length " + str(len(stream)).encode() + b">>stream\n" + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>"
        ),
        (
            b"<</Type/FontDescriptor/FontName/SimSun/Flags 6/FontBBox[0 -141 1000 859]/ItalicAngle 0/Ascent 859"
            b"/Descent -141/CapHeight 700/StemV 80>>"
        ),
    ]
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = b"".join(f"{start:010d} 00000 n \n".encode() for start in starts)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    tail = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF".encode()
    return body + head + table + tail


def test_a_word_file_gives_paragraphs_and_rows_in_their_order() -> None:
    raw = word_file("李强在重庆调研", "He visited a plant.", table=("Chongqing", "2024-04-22"))
    assert office.word(raw, "a.docx") == "李强在重庆调研\nHe visited a plant.\nChongqing\t2024-04-22"


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable()])
def test_hostile_text_comes_out_of_a_word_file_as_it_went_in(text: str) -> None:
    assert office.word(word_file(text), "a.docx") == text


def test_the_lines_of_a_pdf_are_joined_and_its_pages_kept_apart() -> None:
    raw = pdf_file("A plan for the\nwestern region", "Second page")
    assert office.pdf(raw, "a.pdf") == "A plan for the western region\n\nSecond page"


def test_a_chinese_pdf_without_a_map_to_unicode_is_read() -> None:
    assert office.pdf(chinese_pdf("重庆市九龙坡区调研"), "a.pdf") == "重庆市九龙坡区调研"


def test_a_pdf_without_text_says_what_to_do() -> None:
    with pytest.raises(DocumentError, match="text recognition"):
        office.pdf(pdf_file(""), "scan.pdf")


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MOST_PAGES", 1)
    with pytest.raises(DocumentError, match=r"more than 1 pages"):
        office.pdf(pdf_file("one", "two"), "a.pdf")


def test_the_reading_ends_when_the_check_says_so() -> None:
    class Stop(Exception):  # noqa: N818 - it is no error
        pass

    def stop() -> None:
        raise Stop

    with pytest.raises(Stop):
        office.pdf(pdf_file("one", "two"), "a.pdf", stop)


def test_a_word_file_that_would_unpack_to_more_than_any_article_is_refused_unopened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    with pytest.raises(DocumentError, match="unpacks to 30,000,000 bytes"):
        office.word(out.getvalue(), "bomb.docx")


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_at_all_give_text_or_a_sentence(raw: bytes, magic: bytes) -> None:
    for reader in (office.word, office.pdf):
        with pytest.raises(DocumentError, match=r"^x: "):
            reader(magic + raw, "x")


@pytest.mark.parametrize("raw", [word_file("text")[:-40], pdf_file("text")[:200]])
def test_a_torn_file_is_a_sentence(raw: bytes) -> None:
    reader = office.pdf if raw.startswith(b"%PDF") else office.word
    with pytest.raises(DocumentError, match=r"^torn: "):
        reader(raw, "torn")
