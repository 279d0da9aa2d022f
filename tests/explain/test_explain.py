"""A reading made visible: every mark in its place, every text as text, in the terminal and as a page."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from geo.errors import DocumentError, ExportError
from geo.explain import articles, page, terminal
from geo.explain.annotate import annotate
from geo.explain.marks import marks, segments, visible
from geo.reading import Reading, documents, read
from tests.articles import ABROAD, CHAOYANG, EN, HOSTILE, ZH, article, json_lines
from tests.strategies import HOSTILE as PIECES

PARTS = st.lists(
    st.sampled_from([*PIECES, *ZH.splitlines(), *EN.splitlines(), CHAOYANG, ABROAD]), min_size=1, max_size=6
)


TAGS = {"html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "dl", "dt", "dd"} | {
    *("div", "span", "sup", "a", "table", "thead", "tbody", "tr", "th", "td"),
}


class Page(HTMLParser):
    """What a browser would see: tags, attributes, and text by where it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []
        self.depth = 0
        self.in_sup = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.depth += tag == "div"
        self.in_sup += tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "div"
        self.in_sup -= tag == "sup"

    def handle_data(self, data: str) -> None:
        if self.depth and not self.in_sup:
            self.shown.append(data)


def reading_of(pieces: list[str]) -> Reading:
    return read(article("\n".join(["李强20日在长沙考察。", *pieces])))


@settings(deadline=None, max_examples=40)
@given(PARTS)
def test_the_segments_are_the_text_and_every_mark_is_shown_once(pieces: list[str]) -> None:
    reading = reading_of(pieces)
    found = marks(reading)
    text = reading.document.text
    cut = list(segments(text, found))
    assert "".join(segment.text for segment in cut) == text
    assert sorted(mark.number for segment in cut for mark in segment.ending) == [mark.number for mark in found]
    assert len(found) == sum(map(len, (reading.mentions, reading.dates, reading.events, reading.directives)))
    for mark in found:
        covered = "".join(segment.text for segment in cut if mark in segment.marks)
        assert covered == text[mark.start : mark.end]


@settings(deadline=None, max_examples=40)
@given(PARTS)
def test_a_page_shows_the_text_and_runs_nothing(pieces: list[str]) -> None:
    reading = reading_of(pieces)
    html = page.render([reading])
    seen = Page(html)
    assert "".join(seen.shown) == visible(reading.document.text)
    assert {tag for tag, _ in seen.tags} <= TAGS
    attributes = {name for _, attrs in seen.tags for name in attrs}
    assert attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "title"}
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in seen.tags)
    assert html == page.render([reading])


def test_the_page_s_policy_allows_its_style_and_nothing_else() -> None:
    html = page.render([read(article(HOSTILE))])
    style = re.search(r"<style>(.*)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'content="{policy}"' in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_links_lead_from_each_mark_to_its_reason_and_back() -> None:
    seen = Page(page.render([read(article(ZH)), read(article(EN, "b"))]))
    ids = [attrs["id"] for _, attrs in seen.tags if "id" in attrs]
    links = [(attrs["href"] or "")[1:] for tag, attrs in seen.tags if tag == "a"]
    assert len(set(ids)) == len(ids)
    assert sorted(links) == sorted(map(str, ids))


@pytest.mark.parametrize("text", [ZH, EN, CHAOYANG, ABROAD, HOSTILE])
def test_the_terminal_shows_all_and_obeys_nothing(text: str) -> None:
    out = io.StringIO()
    console = Console(file=out, width=10_000, force_terminal=False)
    console.print(terminal.render(read(article(text))))
    shown = out.getvalue()
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "Changsha" in shown or text in (CHAOYANG, ABROAD)
    bare = re.sub(r"\[\d+\]", "", shown)
    assert all(line.rstrip() in bare for line in visible(text).splitlines())


def test_doubt_is_named() -> None:
    out = io.StringIO()
    Console(file=out, width=10_000).print(terminal.render(read(article(CHAOYANG))))
    assert "may be Chaoyang District, Beijing [110105] or" in out.getvalue()
    assert "doubtful" in page.render([read(article(CHAOYANG))])


def test_one_article_of_several_can_be_chosen(tmp_path: Path) -> None:
    source = json_lines(tmp_path / "a.jsonl", {"zh": ZH, "en": EN})
    assert [reading.document.id for reading in articles.read(source)] == ["zh", "en"]
    assert [reading.document.id for reading in articles.read(source, "en")] == ["en"]
    with pytest.raises(DocumentError, match="no article is called 'x'; there are 2: zh, en"):
        articles.read(source, "x")
    with pytest.raises(DocumentError, match="no such file"):
        articles.read(tmp_path / "none.txt")


def test_a_page_is_written_whole_or_a_sentence_says_why_not(tmp_path: Path) -> None:
    readings = articles.read(json_lines(tmp_path / "a.jsonl", {"zh": ZH}))
    size = articles.write_page(readings, tmp_path / "out.html")
    assert (tmp_path / "out.html").stat().st_size == size
    with pytest.raises(ExportError, match="cannot write"):
        articles.write_page(readings, tmp_path / "none" / "out.html")


def test_a_name_that_puts_nothing_on_the_map_is_not_shown_as_a_place_of_it() -> None:
    text = "Li Qiang visited Xi'an on May 4, 2024. Moscow and Beijing Normal University are old."
    found = annotate(read(documents.document(text, id="d")))
    shown = [(note.words, note.certainty) for note in found.notes if note.kind == "place"]
    assert shown[0] == ("Xi'an", "exact")
    assert {certainty for _, certainty in shown[1:]} == {"outside"}
    assert len(shown) > 2
