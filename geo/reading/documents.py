"""Files to documents: text, HTML, Markdown, Word, PDF, JSON Lines and CSV, alone, in folders or by glob.

What cannot be read becomes a `Failure` with its reason, and the rest goes on. The text of a document is never
changed: offsets count the code points of the text as given (for HTML, of the article's body as extracted).
"""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import json
import os
import re
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from geo.errors import DocumentError
from geo.reading import office, packed, recognise
from geo.reading.encodings import decode
from geo.records import Document

SUFFIXES = (
    ".txt",
    ".md",
    ".html",
    ".htm",
    ".jsonl",
    ".ndjson",
    ".csv",
    ".jsonl.gz",
    ".ndjson.gz",
    ".csv.gz",
    ".docx",
    ".pdf",
)

_FIELDS = {
    "id": ("id", "doc", "doc_id", "编号"),
    "text": ("text", "content", "body", "article", "正文", "内容", "全文"),
    "title": ("title", "headline", "标题", "题目"),
    "published": ("published", "date", "publish_date", "pubdate", "日期", "发布时间", "时间"),
    "publisher": ("publisher", "source", "outlet", "media", "来源", "媒体"),
    "url": ("url", "link", "source_url", "网址", "链接"),
    "lang": ("lang", "language", "语言"),
}
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
_SHORTEST_ARTICLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that could not be read, and why."""

    source: str
    reason: str


Item = Document | Failure
Rows = Callable[[str, str, Path], Iterator[Item]]


def read(inputs: Iterable[str | Path], *, without: Container[Path] = ()) -> Iterator[Item]:
    """Yield the documents of `inputs` (files, folders, globs) in order, a `Failure` for each that cannot be read.

    Folders are searched recursively for files with one of `SUFFIXES`, in the order of their names, but for those whose
    resolved path is in `without`. An id that was given before is made unique with ``#2``, ``#3`` …, so that every fact
    can be traced to one document.
    """
    seen: dict[str, int] = {}
    for source in inputs:
        for item in _read_source(source, without):
            yield _unique(item, seen) if isinstance(item, Document) else item


def document(
    text: str,
    *,
    id: str = "",  # noqa: A002 - the record's own field
    lang: str = "",
    published: date | None = None,
    publisher: str = "",
    title: str = "",
    url: str = "",
    name: str = "",
    begin: int = 0,
) -> Document:
    r"""Return the record of one article; what is not given is recognised from the text, the URL and the file `name`.

    `begin` is where the article begins in `text`, behind a front matter. Halves of characters (lone surrogates, which
    JSON can escape) become U+FFFD: no offset changes.

    Raises
    ------
    DocumentError
        When `text` holds nothing but white space.

    >>> document("李强在西藏调研\n李强18日在林芝考察。").lang
    'zh'
    """
    text = _HALF.sub("\ufffd", text)
    if not text.strip():
        raise DocumentError(f"{id or name or 'a document'}: there is no text")
    known = cast('Literal["en", "zh"]', lang if lang in ("en", "zh") else recognise.language(text))
    head = recognise.headline(text, known, title, begin)
    if not title and head:
        title = text[head[0] : head[1]].splitlines()[-1].strip().lstrip("# ")
    return Document(
        id=id or hashlib.sha256(text.encode()).hexdigest()[:12],
        text=text,
        lang=known,
        published=published or recognise.published(text, f"{url} {name}"),
        publisher=publisher or recognise.publisher(text, url),
        title=title,
        url=url,
        headline=head,
    )


_HALF = re.compile("[\ud800-\udfff]")


def _read_source(source: str | Path, without: Container[Path]) -> Iterator[Item]:
    path = Path(source)
    if path.is_dir():
        yield from _read_folder(path, without)
    elif path.is_file():
        yield from _read_file(path)
    else:
        matches = sorted(glob.glob(str(source), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        files = [Path(found) for found in matches if Path(found).is_file()]
        if not files:
            yield Failure(source=str(source), reason="no such file, folder or glob match")
        for file in files:
            yield from _read_file(file)


def _read_folder(folder: Path, without: Container[Path]) -> Iterator[Item]:
    closed: list[OSError] = []
    found = [Path(at, name) for at, _, names in os.walk(folder, onerror=closed.append) for name in names]
    articles = sorted(file for file in found if file.name.lower().endswith(SUFFIXES))
    for file in articles:
        if file.resolve() not in without:
            yield from _read_file(file)
    for error in closed:
        yield Failure(source=str(error.filename), reason=f"the folder {error.filename}: {error.strerror or error}")
    if not articles and not closed:
        yield Failure(source=str(folder), reason=f"no article in this folder (looked for {', '.join(SUFFIXES)})")


def items(raw: bytes, name: str, check: office.Check = lambda: None) -> Iterator[Item]:
    """Yield the documents in the bytes of a file, or a `Failure`.

    Parameters
    ----------
    raw
        The file.
    name
        What it is called; it is never opened, but its suffix, one of `SUFFIXES`, says how the bytes are read.
    check
        Called now and then in a long file; what it raises ends the reading.
    """
    path = Path(name)
    try:
        yield from _reader(path)(_text_of(raw, path, check), packed.stem(path), path)
    except DocumentError as error:
        yield Failure(source=name, reason=str(error))


def _read_file(path: Path) -> Iterator[Item]:
    try:
        raw = _content(path)
    except DocumentError as error:
        yield Failure(source=str(path), reason=str(error))
    except OSError as error:
        yield Failure(source=str(path), reason=f"{path.name}: {error.strerror or error}")
    else:
        yield from items(raw, str(path))


def _reader(path: Path) -> Rows:
    reader = _READERS.get(packed.kind(path))
    if reader is None or not path.name.lower().endswith(SUFFIXES):
        what = "".join(path.suffixes[-2:]) if packed.is_packed(path) else path.suffix
        raise DocumentError(f"{path.name}: unknown kind {what!r}; known are {', '.join(SUFFIXES)}")
    return reader


def _content(path: Path) -> bytes:
    _reader(path)
    if not stat.S_ISREG(path.stat().st_mode):
        raise DocumentError(f"{path.name}: not a file that can be read to its end")
    if path.stat().st_size > packed.MAX_BYTES:
        raise DocumentError(f"{path.name}: larger than 1 GB; split it")
    return path.read_bytes()


def _text_of(raw: bytes, path: Path, check: office.Check) -> str:
    match path.suffix.lower():
        case ".docx":
            return office.word(raw, path.name)
        case ".pdf":
            return office.pdf(raw, path.name, check)
        case ".gz":
            raw = packed.unpacked(raw, path.name)
    return decode(raw, path.name)


def _read_text(text: str, stem: str, path: Path) -> Iterator[Item]:
    del path
    yield document(text, id=stem, name=stem)


def _read_markdown(text: str, stem: str, path: Path) -> Iterator[Item]:
    del path
    front = _FRONT_MATTER.match(text)
    fields = dict(re.findall(r"^(\w+)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", front[1], re.MULTILINE)) if front else {}
    yield _from_row(fields | {"text": text}, stem, stem, begin=front.end() if front else 0)


def _read_html(text: str, stem: str, path: Path) -> Iterator[Item]:
    import htmldate  # these two take half a second to import: only for HTML
    import trafilatura

    found: Any = trafilatura.bare_extraction(text, include_comments=False, with_metadata=True)
    body = str(found.text or "") if found else ""
    if len(body.strip()) < _SHORTEST_ARTICLE:
        raise DocumentError(f"{path.name}: no article found in this page; save its text as .txt")
    day = htmldate.find_date(text, outputformat="%Y-%m-%d")
    title = (found.title or "").strip()
    full = body if not title or body.startswith(title) else f"{title}\n{body}"
    yield document(
        full,
        id=stem,
        published=recognise.first_day(day or ""),
        publisher=recognise.publisher("", found.url or ""),
        title=title,
        url=found.url or "",
        name=stem,
    )


def _read_json_lines(text: str, stem: str, path: Path) -> Iterator[Item]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            yield _from_row(json.loads(line), f"{stem}-{number}", where)
        except DocumentError as error:
            yield Failure(source=f"{path}:{number}", reason=str(error))
        except (ValueError, RecursionError) as error:
            yield Failure(source=f"{path}:{number}", reason=f"{where}: not JSON ({error})")


def _read_csv(text: str, stem: str, path: Path) -> Iterator[Item]:
    csv.field_size_limit(packed.MAX_BYTES)
    rows = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text))
    try:
        for number, row in enumerate(rows, 2):
            try:
                yield _from_row(row, f"{stem}-{number}", f"{path.name}, row {number}")
            except DocumentError as error:
                yield Failure(source=f"{path}:{number}", reason=str(error))
    except csv.Error as error:
        raise DocumentError(f"{path.name}: not a CSV table ({error})") from error


def _dialect(text: str) -> type[csv.Dialect]:
    head = text.split("\n", 1)[0]
    return csv.excel_tab if head.count("\t") > head.count(",") else csv.excel


def _from_row(row: object, default_id: str, where: str, *, begin: int = 0) -> Document:
    if not isinstance(row, Mapping):
        raise DocumentError(f"{where}: not a JSON object")
    cells = {str(key).strip().lower(): value for key, value in row.items() if isinstance(value, str | int)}
    values = {
        field: next((str(cells[name]) for name in names if cells.get(name) not in (None, "")), "")
        for field, names in _FIELDS.items()
    }
    if not values["text"].strip():
        raise DocumentError(f"{where}: no text; expected a column or key named {', '.join(_FIELDS['text'])}")
    return document(
        values["text"],
        id=values["id"] or default_id,
        lang=values["lang"][:2].lower(),
        published=recognise.first_day(values["published"]),
        publisher=values["publisher"],
        title=values["title"],
        url=values["url"],
        begin=begin,
    )


def _unique(item: Document, seen: dict[str, int]) -> Document:
    seen[item.id] = seen.get(item.id, 0) + 1
    if seen[item.id] == 1:
        return item
    return replace(item, id=f"{item.id}#{seen[item.id]}")


_READERS: Mapping[str, Rows] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_text,
    ".pdf": _read_text,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".csv": _read_csv,
}
