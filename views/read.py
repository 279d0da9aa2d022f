"""The page on which articles become facts: files or text in, progress, and each article with what was found in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from geo.batch.intake import Upload
from geo.batch.job import Job, Progress
from geo.explain.annotate import Annotated, annotate
from geo.reading import documents
from geo.reading import read as read_document
from geo.records import Document
from geo.tables.titles import Language
from views import author, data, decide, errors, project, reader
from views.text import Words, plain

TYPES: Final = ("txt", "html", "htm", "md", "jsonl", "ndjson", "csv", "gz", "docx", "pdf", "zip")
_LONGEST_PASTED: Final = 200_000
_EVERY_S: Final = 0.5
_JOB, _ROUND, _SEEN = "atlas.job", "atlas.round", "atlas.job.seen"


def show(words: Words) -> None:
    """Draw the page."""
    with st.sidebar:
        author.ask(words)
    st.header(words("read.heading"), anchor=False)
    st.markdown(words("read.word"))
    job: Job | None = st.session_state.get(_JOB)
    if job is not None and not job.progress.ended:
        _running(job, words)
    else:
        if job is not None:
            _ended(job.progress, words)
            _show_newest(job)
        _intake(words)
    if project.exists():
        _articles(words)


# taking in


def _intake(words: Words) -> None:
    """Draw the ways in. Each round has fields of its own, so that what was read does not wait there again."""
    turn = st.session_state.setdefault(_ROUND, 0)
    files, text = st.tabs([words.raw("read.files"), words.raw("read.text")])
    with files:
        sent = st.file_uploader(
            words.raw("read.drop"),
            type=list(TYPES),
            accept_multiple_files=True,
            max_upload_size=data.LARGEST_MB,
            key=f"read.files.{turn}",
            help=words.raw("read.drop.help"),
        )
        if st.button(words.raw("read.start"), key="read.start", type="primary", disabled=not sent):
            _start([Upload(name=file.name, raw=file.getvalue()) for file in sent])
    with text:
        pasted = st.text_area(words.raw("read.paste"), key=f"read.pasted.{turn}", max_chars=_LONGEST_PASTED, height=200)
        when, who, where = st.columns(3)
        day = when.date_input(
            words.raw("read.published"), value=None, key=f"read.published.{turn}", help=words.raw("read.published.help")
        )
        publisher = who.text_input(words.raw("read.publisher"), key=f"read.publisher.{turn}", max_chars=80)
        url = where.text_input(words.field("url"), key=f"read.url.{turn}", max_chars=500)
        if st.button(words.raw("read.start"), key="read.start.text", disabled=not pasted.strip()):
            _start([_as_upload(pasted, str(day or ""), publisher, url)])


def _as_upload(text: str, published: str, publisher: str, url: str) -> Upload:
    """Return a pasted article with what was said of it, as a file of one line that the reader knows."""
    clean = text.encode("utf-8", "replace").decode()
    name = documents.document(clean).id
    line = {"id": name, "text": clean, "date": published, "publisher": publisher.strip(), "url": url.strip()}
    return Upload(name=f"{name}.jsonl", raw=json.dumps(line, ensure_ascii=False).encode())


def _start(uploads: list[Upload]) -> None:
    st.session_state[_JOB] = Job(uploads, project.store(), remembered=project.remembered()).start()
    st.session_state[_ROUND] += 1
    st.rerun()


@st.fragment(run_every=_EVERY_S)
def _running(job: Job, words: Words) -> None:
    """Draw how far a job is, again and again; the rest of the page is left in peace."""
    now = job.progress
    if now.ended:
        st.rerun(scope="app")
    merging = now.stage == "merging"
    done, total = (now.compared, now.to_compare) if merging else (now.read + now.known, now.total)
    share = done / total if total and now.stage != "opening" else 0.0
    st.progress(min(share, 1.0), text=words(f"read.stage.{now.stage}", done=f"{done:,}", total=f"{total:,}"))
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.caption(" · ".join(_counted(now, words)))
    right.button(words.raw("read.stop"), key="read.stop", on_click=job.stop, icon=":material/stop:", width="stretch")


def _counted(now: Progress, words: Words) -> list[str]:
    said = [words.count("facts", now.facts)]
    if now.known:
        said.append(words("read.known", n=f"{now.known:,}"))
    if now.failures:
        said.append(words.count("read.failed", len(now.failures)))
    if now.seconds_left is not None:
        said.append(words("read.left", n=f"{now.seconds_left:,.0f}"))
    return said


def _ended(now: Progress, words: Words) -> None:
    icons = {"done": ":material/check_circle:", "stopped": ":material/stop_circle:", "failed": ":material/error:"}
    box = st.error if now.stage == "failed" else st.success if now.stage == "done" else st.warning
    said = " · ".join(_counted(replace(now, seconds_left=None), words))
    box(words(f"read.stage.{now.stage}", read=f"{now.read:,}", why=now.error) + f" {said}", icon=icons[now.stage])
    if now.failures:
        with st.expander(words.count("read.failed", len(now.failures)), expanded=True):
            rows = [(failure.source, failure.reason) for failure in now.failures]
            columns = [words.raw("read.failure.source"), words.raw("read.failure.reason")]
            st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True)


def _show_newest(job: Job) -> None:
    """Choose, once, the first article that a job was sent: it is what somebody who put it in wants to see."""
    if job.progress.first and st.session_state.get(_SEEN) is not job:
        st.session_state[_SEEN], st.session_state["read.article"] = job, job.progress.first


# looking at what was found


def _articles(words: Words) -> None:
    kept = project.documents()
    if not kept:
        return
    st.subheader(words("read.articles", n=f"{len(kept):,}"), anchor=False)
    if "read.article" in st.session_state and st.session_state["read.article"] not in kept:
        del st.session_state["read.article"]
    chosen = st.selectbox(
        words.raw("read.article"),
        list(kept),
        format_func=lambda id_: _label(kept[id_]),
        key="read.article",
        label_visibility="collapsed",
    )
    with errors.as_sentences(words):
        _article(kept[chosen], words)


def _label(document: Document) -> str:
    parts = (str(document.published or ""), document.publisher, document.title or document.id)
    return " · ".join(filter(None, parts))[:160]


@st.cache_resource(show_spinner=False, max_entries=64)
def _annotated(_document: Document, key: tuple[str, int], lang: Language) -> Annotated:
    del key
    return annotate(read_document(_document), lang)


@st.fragment
def _article(document: Document, words: Words) -> None:
    """Draw an article, and beside it what was clicked, to be looked at and decided on."""
    found = _annotated(document, (document.id, hash(document.text)), "zh" if words.lang == "zh" else "en")
    st.markdown(_legend(words))
    text, panel = st.columns([3, 2], gap="large")
    rev = f"{document.id} {len(document.text)}"
    with text:
        picked = reader.mount(found, rev)
    with panel:
        note = found.note(picked)
        if note is None:
            counts = pd.Series([each.kind for each in found.notes]).value_counts()
            said = (f"{words(f'read.kind.{kind}')}: {number:,}" for kind, number in counts.items())
            st.markdown(f"**{plain(found.title or found.doc)}**\n\n" + "\n".join(f"- {line}" for line in said))
            st.info(words("read.pick"), icon=":material/ads_click:")
        else:
            decide.show(found, note, words)


def _legend(words: Words) -> str:
    tones = ("green", "blue", "orange", "red", "gray")
    colours = zip(("exact", "context", "ambiguous", "unknown", "outside"), tones, strict=True)
    return " ".join(f":{colour}-badge[{words(f'certainty.{name}')}]" for name, colour in colours)
