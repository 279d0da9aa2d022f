"""What only a project in a database has: an address, rights, geometry, others at the same time, a server that dies."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import geopandas as gpd
import numpy as np
import pandas as pd
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect
from sqlalchemy.dialects import postgresql
from typer.testing import CliRunner

from benchmarks.torture_postgis import killed, together
from geo.__main__ import app
from geo.errors import EditConflict, StoreError, TableError
from geo.places.boundaries import provinces
from geo.reading import documents
from geo.tables.folder import FolderStore
from geo.tables.geocode import geocode
from geo.tables.join import join
from geo.tables.merged import told_once
from geo.tables.postgis import DatabaseStore
from geo.tables.postgis.address import VARIABLE, parse
from geo.tables.postgis.connection import engine_for, writing
from geo.tables.postgis.tables import METADATA
from geo.tables.schema import read_table
from geo.tables.store import open_project
from tests.postgres import PASSWORD, Projects, Server
from tests.tables.store_laws import HOSTILE, Ticking, cell, edit, row, same_projects, sorted_facts, table

ROOT = Path(__file__).parents[2]


def schema_of(store: DatabaseStore) -> str:
    return parse(store.name).schema


def retitled(number: int, old: str, new: str) -> Any:
    return edit(f"e-{number}", "title", old, new)


# Addresses


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://db/news", "postgresql://db/news?schema=atlas"),
        ("postgres://ann@db:5433/news?schema=north", "postgresql://ann@db:5433/news?schema=north"),
        ("postgresql+psycopg://ann:pw@[::1]:5433/n%20s", "postgresql://ann@[::1]:5433/n s?schema=atlas"),
        ("postgresql:///news?sslmode=require", "postgresql:///news?schema=atlas"),
    ],
)
def test_an_address_is_shown_without_what_is_nobodys_business(text: str, shown: str) -> None:
    assert str(parse(text)) == shown
    assert str(parse(str(parse(text)))) == shown


@given(st.text(min_size=1).map(lambda secret: f"geheim{secret}"), st.sampled_from(["news", "", "a/b", "news?schema=A"]))
def test_no_password_is_ever_shown_however_badly_an_address_is_written(secret: str, rest: str) -> None:
    try:
        found: object = parse(f"postgresql://ann:{secret}@db.example.org/{rest}")
    except StoreError as error:
        found = error
    assert "geheim" not in f"{found} {found!r}"


@pytest.mark.parametrize("name", ["public", "pg_catalog", "Atlas", "a b", "a;drop schema b", "", "é", "x" * 64, "a\n"])
def test_a_schema_is_a_plain_name(name: str) -> None:
    with pytest.raises(StoreError, match="cannot hold a project"):
        parse(f"postgresql://db/news?schema={quote(name)}")


@pytest.mark.parametrize(
    "text", ["postgresql://db", "mysql://db/news", "postgresql://db:x/news", "postgresql://db/n?a=b"]
)
def test_what_is_no_address_is_said_to_be_none(text: str) -> None:
    with pytest.raises(StoreError, match=r"write postgresql://|not an option"):
        parse(text)


def test_the_address_in_the_environment_is_named_by_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "postgresql://ann:pw@db/news?schema=north")
    assert str(parse("postgresql://")) == "postgresql://ann@db/news?schema=north"
    assert parse("postgres://?schema=south").schema == "south"
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(StoreError, match="not set"):
        parse("postgresql://")


def test_without_the_packages_a_sentence_says_which() -> None:
    code = "import sys; sys.modules['psycopg'] = None; from geo.tables.store import open_project; open_project('%s')"
    done = subprocess.run(
        [sys.executable, "-c", code % "postgresql://db/news"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert "pip install 'directive-atlas[postgis]'" in done.stderr.splitlines()[-1]


# The schema


def test_the_tables_are_what_the_program_takes_them_for(projects: Projects, server: Server) -> None:
    schema = schema_of(projects.new())
    engine = create_engine(server.address().replace("postgresql:", "postgresql+psycopg:"))
    inspector = inspect(engine)
    for name, known in METADATA.tables.items():
        there = {column["name"]: column for column in inspector.get_columns(name, schema)}
        assert list(there) == known.columns.keys()
        for column in known.columns:
            found = there[column.name]
            assert found["nullable"] == column.nullable
            types = [kind.compile(dialect=postgresql.dialect()) for kind in (found["type"], column.type)]
            assert types[0] == types[1]
    engine.dispose()


@pytest.mark.parametrize("change", ["UPDATE {} SET who = ''", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_the_log(projects: Projects, server: Server, change: str) -> None:
    store = projects.new(table())
    made = store.correct([retitled(1, "Visit e-1", "A")], who="Lin")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        server.sql(change.format(f"{schema_of(store)}.corrections"))
    assert store.history() == made


def test_a_project_is_made_once_and_opened_where_it_is(server: Server) -> None:
    address = server.address(schema="made_once")
    with pytest.raises(StoreError, match="holds no project"):
        open_project(address)
    first = DatabaseStore.create(address, table())
    with pytest.raises(StoreError, match="already"):
        DatabaseStore.create(address)
    same_projects(first, open_project(address))
    same_projects(first, DatabaseStore.open_or_create(address))


def test_projects_of_one_database_know_nothing_of_each_other(projects: Projects) -> None:
    one, other = projects.new(table(row("e-1"))), projects.new(table(row("e-1"), row("e-2")))
    one.correct([retitled(1, "Visit e-1", "A")], who="Lin")
    assert (len(one.facts()), len(other.facts())) == (1, 2)
    assert other.history() == ()


def test_what_is_published_is_what_the_log_says_or_is_named(projects: Projects, server: Server) -> None:
    store = projects.new(table())
    server.sql(f"UPDATE {schema_of(store)}.facts SET title = 'by hand' WHERE id = 'e-2'")
    assert [said for said in store.verify() if "e-2" in said]
    store.correct([retitled(2, "Visit e-2", "by the book")], who="Lin")
    assert store.verify() == ()


def test_a_missing_line_of_the_log_is_noticed(projects: Projects, server: Server) -> None:
    store = projects.new(table())
    store.correct([retitled(1, "Visit e-1", "A")], who="Lin")
    server.sql(f"UPDATE {schema_of(store)}.project SET last_correction = 2")
    assert any("2 were written" in said for said in store.verify())
    server.sql(f"UPDATE {schema_of(store)}.project SET last_correction = 1")


def test_a_database_that_was_put_back_to_an_earlier_state_is_read_anew(projects: Projects, server: Server) -> None:
    store, other = projects.new(table()), projects.new(table())
    store.correct([retitled(1, "Visit e-1", "A"), retitled(2, "Visit e-2", "B")], who="Lin")
    other.correct([retitled(3, "Visit e-3", "C")], who="Wu")
    assert len(store.history()) == 2
    mine, theirs = schema_of(store), schema_of(other)
    for old, new in ((mine, "aside"), (theirs, mine), ("aside", theirs)):
        server.sql(f"ALTER SCHEMA {old} RENAME TO {new}")
    server.sql(f"UPDATE {mine}.project SET revision = 7")
    assert [line.who for line in store.history()] == ["Wu"]
    assert cell(store, "e-1", "title") == "Visit e-1"


# Geometry


@pytest.fixture
def seeded(projects: Projects) -> DatabaseStore:
    return projects.new(read_table(ROOT / "events.csv").table)


def layer(server: Server, store: DatabaseStore, name: str) -> gpd.GeoDataFrame:
    engine = create_engine(server.address().replace("postgresql:", "postgresql+psycopg:"))
    read = gpd.read_postgis(f"SELECT * FROM {schema_of(store)}.{name} ORDER BY 1", engine)
    engine.dispose()
    return read


def test_facts_stand_where_the_map_has_them(seeded: DatabaseStore, server: Server) -> None:
    seeded.correct([edit("2024-03-20-changsha-symposium", "place", "Changsha", "Lhasa")], who="Lin")
    there = layer(server, seeded, "facts").set_index("id")
    on_map = join(geocode(seeded.facts())).set_index("id").loc[there.index]
    assert there.crs.to_epsg() == 4326
    assert set(there.geom_type.dropna()) == {"Point"}
    np.testing.assert_array_equal(there.geometry.x.to_numpy(), on_map["lon"].to_numpy(dtype=float))
    np.testing.assert_array_equal(there.geometry.y.to_numpy(), on_map["lat"].to_numpy(dtype=float))
    assert there["province"].tolist() == on_map["province"].tolist()
    assert there.loc["2024-03-20-changsha-symposium", "province"] == "540000"
    assert str(there.loc["2024-03-20-changsha-symposium", "first_day"]) == "2024-03-20"


def test_provinces_carry_their_counts(seeded: DatabaseStore, server: Server) -> None:
    seeded.correct([edit("2024-03-20-changsha-symposium", "status", "confirmed", "rejected")], who="Lin")
    there = layer(server, seeded, "facts_by_province").set_index("adcode")
    facts = told_once(seeded.facts())
    drawn = join(geocode(facts[facts["status"] != "rejected"].reset_index(drop=True)))
    for kind, column in (("event", "events"), ("directive", "directives")):
        expected = drawn[drawn["kind"] == kind]["province"].value_counts()
        assert there[column].to_dict() == {code: expected.get(code, 0) for code in there.index}
    shipped = provinces().loc[there.index]
    assert there.crs == shipped.crs
    assert there.geometry.geom_equals(shipped.geometry).all()


def test_a_report_of_the_same_event_is_drawn_once(projects: Projects, server: Server) -> None:
    store = projects.new(table())
    store.correct([edit("e-2", "same_as", "", "e-1"), edit("e-2", "merge", "", "sure")], who="Lin")
    assert layer(server, store, "facts_drawn")["id"].tolist() == told_once(store.facts())["id"].tolist()


def test_geographic_programs_find_the_layers_by_themselves(seeded: DatabaseStore, server: Server) -> None:
    listed = server.sql(
        "SELECT f_table_name, type, srid FROM geometry_columns "
        f"WHERE f_table_schema = '{schema_of(seeded)}' ORDER BY f_table_name"
    )
    points, areas = ("POINT", 4326), ("MULTIPOLYGON", 4326)
    names = ("facts", "facts_by_province", "facts_drawn", "provinces")
    assert listed == [(name, *kind) for name, kind in zip(names, (points, areas, points, areas), strict=True)]


def test_a_backup_comes_back_whole(seeded: DatabaseStore, server: Server, tmp_path: Path) -> None:
    seeded.correct([edit("2024-03-20-changsha-symposium", "place", "Changsha", "Lhasa")], who="Lin")
    schema, file = schema_of(seeded), tmp_path / "atlas.dump"
    address = server.address().partition("?")[0]
    dump = ["pg_dump", "--format=custom", f"--schema={schema}", f"--file={file}", address]
    for command in (dump, ["pg_restore", f"--dbname={address}", file]):
        done = subprocess.run([server.programs / command[0], *command[1:]], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        if command is dump:
            server.sql(f"ALTER SCHEMA {schema} RENAME TO before_the_fire")
    back, before = (DatabaseStore(server.address(schema=name)) for name in (schema, "before_the_fire"))
    same_projects(back, before)
    assert back.verify() == ()
    server.sql("DROP SCHEMA before_the_fire CASCADE")


def test_only_a_fact_that_changed_gets_a_new_version(projects: Projects, server: Server) -> None:
    store = projects.new(table())
    store.correct([retitled(1, "Visit e-1", "A")], who="Lin")
    store.put(table(row("e-1"), row("e-2"), row("e-3", doc="two", theme="security")))
    versions = server.sql(f"SELECT id, version FROM {schema_of(store)}.facts ORDER BY id")
    assert versions == [("e-1", 2), ("e-2", 1), ("e-3", 2)]


# Other people at the same time


def test_of_two_edits_in_one_instant_one_is_refused_and_told_by_whom(projects: Projects, server: Server) -> None:
    store = projects.new(table())
    told: list[Any] = []

    def ask(who: str) -> None:
        try:
            told.append(store.correct([retitled(1, "Visit e-1", who)], who=who))
        except EditConflict as error:
            told.append(error.stale[0])

    with psycopg.connect(server.address()) as slow:
        slow.execute(f"SELECT FROM {schema_of(store)}.facts WHERE id = 'e-1' FOR UPDATE")
        both = [threading.Thread(target=ask, args=(who,)) for who in ("Lin", "Wu")]
        for one in both:
            one.start()
        store.correct([retitled(2, "Visit e-2", "meanwhile")], who="Xu")
    for one in both:
        one.join()
    ((made,),) = [said for said in told if isinstance(said, tuple)]
    (stale,) = [said for said in told if not isinstance(said, tuple)]
    assert (stale.now, stale.who, stale.seen) == (made.new, made.who, "Visit e-1")
    assert cell(store, "e-1", "title") == made.who
    assert len(store.history()) == 2


def waiting(server: Server, thread: threading.Thread) -> list[int]:
    """Return the backends that wait for a lock, once there are any; none when the thread has ended before."""
    blocked: list[tuple[Any, ...]] = []
    while thread.is_alive() and not blocked:
        blocked = server.sql("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    return [pid for (pid,) in blocked]


def test_a_reading_waits_for_the_edit_that_is_under_way(projects: Projects, server: Server) -> None:
    store = projects.new(table())
    reading = threading.Thread(target=store.put, args=(table(row("e-1"), row("e-9")),))
    with psycopg.connect(server.address()) as slow:
        slow.execute(f"SELECT FROM {schema_of(store)}.facts WHERE id = 'e-1' FOR UPDATE")
        reading.start()
        assert waiting(server, reading)
        assert store.facts()["id"].tolist() == ["e-1", "e-2", "e-3"]
    reading.join()
    assert store.facts()["id"].tolist() == ["e-1", "e-9"]


def test_eyes_of_another_process_see_what_was_done(projects: Projects, server: Server) -> None:
    ours = projects.new(table())
    theirs = open_project(server.address(schema=schema_of(ours)))
    seen = theirs.version()
    (made,) = ours.correct([retitled(1, "Visit e-1", "A")], who="Lin")
    assert theirs.version() != seen
    assert theirs.history() == (made,)
    assert cell(theirs, "e-1", "title") == "A"
    theirs.undo([made.id], who="Wu")
    assert cell(ours, "e-1", "title") == "Visit e-1"


def test_processes_at_once_lose_nothing_and_make_nothing_twice(server: Server) -> None:
    done = together(server, workers=3, edits=30, schema="together")
    assert (done.acknowledged, done.history) == (90, 90)
    assert done.is_sound, done


@pytest.mark.parametrize("fact", ["a\x00", "\ud800"])
def test_what_no_database_can_hold_is_refused_in_a_sentence(projects: Projects, fact: str) -> None:
    with pytest.raises(StoreError, match=r"NUL|half a character"):
        projects.new(table()).correct([edit(fact, "title", "", "A")], who="Lin")


# Rights


def blocks(language: str) -> Iterator[str]:
    text = (ROOT / "docs" / "teams.md").read_text(encoding="utf-8")
    yield from (part.partition("```")[0] for part in text.split(f"```{language}\n")[1:])


@pytest.fixture(scope="module")
def shared(server: Server) -> DatabaseStore:
    """Return a project with the roles of the documentation, and an account in each."""
    store = DatabaseStore.create(server.address(), table(), clock=Ticking())
    for part in blocks("sql"):
        server.sql(part)
    secret = PASSWORD.replace("'", "''")
    for name, role in (("editor", "atlas_editors"), ("reader", "atlas_readers")):
        server.sql(f"CREATE ROLE {name} LOGIN PASSWORD '{secret}' IN ROLE {role}")
    server.sql(f"CREATE ROLE stranger LOGIN PASSWORD '{secret}'")
    return store


def test_an_editor_does_all_but_change_the_log(shared: DatabaseStore, server: Server) -> None:
    editor = DatabaseStore(server.address(user="editor"))
    (made,) = editor.correct([retitled(1, "Visit e-1", "A")], who="somebody else")
    editor.undo([made.id], who="Lin")
    editor.put(table())
    editor.merge(shared)
    assert editor.verify() == ()
    assert set(server.sql("SELECT recorded_by FROM atlas.corrections")) == {("editor",)}
    with (
        psycopg.connect(server.address(user="editor")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"),
    ):
        connection.execute("DELETE FROM atlas.corrections")


def test_a_reader_looks_and_is_told_why_nothing_more(shared: DatabaseStore, server: Server) -> None:
    reader = DatabaseStore(server.address(user="reader"))
    pd.testing.assert_frame_equal(sorted_facts(reader), sorted_facts(shared))
    assert reader.history() == shared.history()
    with pytest.raises(StoreError, match=r"does not let this user .*docs/teams\.md"):
        reader.correct([retitled(1, "Visit e-1", "A")], who="Lin")


def test_a_stranger_makes_no_project(shared: DatabaseStore, server: Server) -> None:
    with pytest.raises(StoreError, match="does not let this user"):
        DatabaseStore.create(server.address(user="stranger", schema="strange"))
    assert shared.verify() == ()


# Faults


def test_no_fault_of_a_database_shows_the_password(
    projects: Projects, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = projects.new(table())
    good = server.address(schema=schema_of(store))
    said = [store.name, repr(store), repr(vars(store))]
    for bad in (
        good.replace("atlas:", "nobody:"),
        good.replace(f":{server.port}/", ":1/"),
        good.replace("/postgres?", "/nowhere?"),
        good.replace("schema=", "schema=no_"),
        good.replace("schema=", "sslmode=require&schema="),
    ):
        with pytest.raises(StoreError) as caught:
            open_project(bad)
        said.append(str(caught.value))
    with pytest.raises(TableError) as refused:
        store.correct([retitled(1, "Visit e-1", "")], who="Lin")
    everything = "\n".join([*said, str(refused.value), caplog.text])
    assert PASSWORD not in everything
    assert "geheim" not in everything


def test_an_edit_is_on_the_disk_even_where_the_server_would_not_wait_for_it(projects: Projects, server: Server) -> None:
    store = projects.new(table())
    server.sql("ALTER DATABASE postgres SET synchronous_commit = off")
    address = parse(server.address(schema=schema_of(store)))
    engine = engine_for(address)
    with writing(engine, address) as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
    engine.dispose()
    server.sql("ALTER DATABASE postgres RESET synchronous_commit")


def test_a_server_that_goes_away_is_missed_in_a_sentence_and_found_again(projects: Projects, server: Server) -> None:
    store = projects.new(table())
    (made,) = store.correct([retitled(1, "Visit e-1", "A")], who="Lin")
    server.kill()
    for act in (store.facts, lambda: store.correct([retitled(2, "Visit e-2", "B")], who="Lin")):
        with pytest.raises(StoreError, match=r"cannot be opened .*nothing was changed"):
            act()
    server.start()
    assert store.history() == (made,)
    store.correct([retitled(2, "Visit e-2", "B")], who="Lin")
    assert cell(store, "e-2", "title") == "B"


def test_a_connection_that_breaks_under_an_edit_says_that_it_was_not_acknowledged(
    projects: Projects, server: Server
) -> None:
    store = projects.new(table())
    told: list[StoreError] = []

    def ask() -> None:
        try:
            store.correct([retitled(1, "Visit e-1", "A")], who="Lin")
        except StoreError as error:
            told.append(error)

    with psycopg.connect(server.address()) as slow:
        slow.execute(f"SELECT FROM {schema_of(store)}.facts WHERE id = 'e-1' FOR UPDATE")
        asking = threading.Thread(target=ask)
        asking.start()
        (blocked,) = waiting(server, asking)
        server.sql(f"SELECT pg_terminate_backend({blocked})")
        asking.join()
    assert "was not acknowledged: look whether it stands" in str(told[0])
    assert store.history() == ()
    store.correct([retitled(1, "Visit e-1", "A")], who="Lin")


def test_a_killed_server_keeps_every_edit_that_was_acknowledged(server: Server) -> None:
    done = killed(server, workers=2, kills=5, schema="killed")
    assert done.acknowledged > 0
    assert done.cut > 0
    assert done.is_sound, done


# Between a folder and a database


def atlas(*args: object) -> str:
    done = CliRunner().invoke(app, list(map(str, args)), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    """Return a project with a bit of everything."""
    store = FolderStore.create(tmp_path / "folder", read_table(ROOT / "events.csv").table, clock=Ticking())
    rejected = edit("2024-03-20-changsha-symposium", "status", "confirmed", "rejected")
    (made,) = store.correct([rejected], who="Lin", why=HOSTILE)
    store.undo([made.id], who="Wu")
    store.add([{"date": "2024-05", "title": "By hand", "place": "Chengdu"}], who="Lin")
    one = documents.document(f"{HOSTILE}: the text of an article", id="one")
    store.keep([one, replace(one, text="the same article after a change")])
    return store


def test_a_project_goes_to_the_database_and_comes_back_without_loss(
    folder: FolderStore, projects: Projects, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = projects.new()
    address = server.address(schema=schema_of(there))
    assert "3 corrections, 111 findings and 2 documents were new" in atlas("push", folder.folder, address)
    same_projects(folder, there)
    version = there.version()
    monkeypatch.setenv(VARIABLE, address)
    assert "0 corrections, 0 findings and 0 documents were new" in atlas("push", folder.folder)
    assert there.version() == version
    back = tmp_path / "back"
    assert "3 corrections, 111 findings and 2 documents were new" in atlas("pull", back)
    assert "0 corrections, 0 findings and 0 documents were new" in atlas("pull", address, back)
    same_projects(folder, FolderStore(back))
    assert (back / "events.csv").read_bytes() == (folder.folder / "events.csv").read_bytes()
    assert list(FolderStore(back).history()) == list(folder.history())


def test_what_was_changed_apart_comes_together_with_both_values(
    folder: FolderStore, projects: Projects, server: Server
) -> None:
    there = projects.new(clock=Ticking("2025-03-02T12:00:00"))
    address = server.address(schema=schema_of(there))
    atlas("push", folder.folder, address)
    place = ("2024-03-20-changsha-symposium", "place", "Changsha")
    folder.correct([edit(*place, "Wuhan")], who="Lin")
    there.correct([edit(*place, "Nanchang")], who="Wu")
    for way in (("push", folder.folder, address), ("pull", address, folder.folder)):
        said = atlas(*way)
        assert "'Nanchang' (Wu" in said
        assert "'Wuhan' (Lin" in said
    same_projects(folder, there)
    assert cell(there, place[0], "place") == "Nanchang"


def test_push_makes_the_project_and_pull_wants_one(folder: FolderStore, server: Server, tmp_path: Path) -> None:
    address = server.address(schema="made_by_push")
    with pytest.raises(StoreError, match="holds no project; make one of a folder with: atlas push"):
        atlas("pull", address, tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
    atlas("push", folder.folder, address)
    assert open_project(address).verify() == ()
