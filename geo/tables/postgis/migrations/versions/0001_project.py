"""The project: findings, log of corrections, documents; and the facts that follow from them, with their points.

What is written here is the whole of it: tables, constraints, the trigger that keeps the log append-only, and the views
for a geographic information system.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE project (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    revision bigint NOT NULL DEFAULT 0,
    last_correction bigint NOT NULL DEFAULT 0,
    findings_changed bigint NOT NULL DEFAULT 0,
    columns json NOT NULL DEFAULT '[]'
);
COMMENT ON TABLE project IS 'One row: counts every change; the columns of the table of findings, in their order.';
COMMENT ON COLUMN project.findings_changed IS 'The revision in which the findings were last changed.';
INSERT INTO project DEFAULT VALUES;

CREATE TABLE findings (
    id text PRIMARY KEY,
    position bigint NOT NULL,
    found json NOT NULL
);
COMMENT ON TABLE findings IS 'What the reader or a table said, before any correction.';

CREATE TABLE corrections (
    seq bigint PRIMARY KEY,
    id text NOT NULL UNIQUE CHECK (id ~ '^[0-9a-f]{16}$'),
    after text NOT NULL,
    fact text NOT NULL CHECK (fact <> ''),
    field text NOT NULL CHECK (field <> ''),
    old text NOT NULL,
    new text NOT NULL,
    who text NOT NULL,
    "when" text NOT NULL,
    why text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    recorded_by text NOT NULL DEFAULT session_user
);
CREATE INDEX corrections_fact ON corrections (fact, seq);
COMMENT ON TABLE corrections IS 'The log, in the order in which the edits were made; it is only ever appended to.';
COMMENT ON COLUMN corrections.recorded_by IS 'The account of the database that wrote the line, whatever "who" says.';

CREATE TABLE documents (
    digest text PRIMARY KEY,
    seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    id text NOT NULL,
    document json NOT NULL
);
CREATE INDEX documents_id ON documents (id, seq);
COMMENT ON TABLE documents IS 'The articles that were read; one that was read again after it changed is here again.';

CREATE TABLE provinces (
    adcode text PRIMARY KEY,
    name_en text NOT NULL,
    name_zh text NOT NULL,
    geom geometry(MultiPolygon, 4326) NOT NULL
);
CREATE INDEX provinces_geom ON provinces USING gist (geom);
COMMENT ON TABLE provinces IS 'The shipped boundaries; their source and viewpoint stand in docs/data.md.';

CREATE TABLE facts (
    id text PRIMARY KEY,
    kind text NOT NULL,
    date text NOT NULL,
    date_end text NOT NULL,
    title text NOT NULL,
    title_zh text NOT NULL,
    type text NOT NULL,
    theme text NOT NULL,
    actor text NOT NULL,
    place text NOT NULL,
    adcode text NOT NULL,
    lat double precision,
    lon double precision,
    targets text NOT NULL,
    event_id text NOT NULL,
    source text NOT NULL,
    url text NOT NULL,
    doc text NOT NULL,
    start text NOT NULL,
    "end" text NOT NULL,
    quote text NOT NULL,
    status text NOT NULL,
    note text NOT NULL,
    more jsonb NOT NULL DEFAULT '{}',
    version bigint NOT NULL DEFAULT 1,
    first_day date,
    last_day date,
    province text NOT NULL,
    resolution text NOT NULL,
    geom geometry(Point, 4326)
);
CREATE INDEX facts_geom ON facts USING gist (geom);
CREATE INDEX facts_province ON facts (province);
CREATE INDEX facts_first_day ON facts (first_day);
COMMENT ON TABLE facts IS 'The findings with the log replayed; the store alone writes it, when an edit is made.';
COMMENT ON COLUMN facts.version IS 'Counts the changes of this fact; a stale edit is refused.';
COMMENT ON COLUMN facts.more IS 'The columns of the table beyond those of the contract.';
"""

APPEND_ONLY = """
CREATE FUNCTION corrections_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of corrections is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege', HINT = 'Undo an edit by a further one: atlas undo.';
END
$$;
CREATE TRIGGER corrections_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON corrections
    FOR EACH STATEMENT EXECUTE FUNCTION corrections_stay();
"""

VIEWS = """
CREATE VIEW facts_drawn AS
SELECT fact.* FROM facts AS fact
WHERE fact.status <> 'rejected' AND NOT EXISTS (
    SELECT FROM facts AS head
    WHERE fact.more ->> 'merge' = 'sure' AND head.id = fact.more ->> 'same_as' AND head.id <> fact.id
);
COMMENT ON VIEW facts_drawn IS 'What a map shows: no rejected fact, and one report of several of the same event.';

CREATE VIEW facts_by_province AS
SELECT
    province.adcode,
    province.name_en,
    province.name_zh,
    count(fact.id) AS facts,
    count(fact.id) FILTER (WHERE fact.kind = 'event') AS events,
    count(fact.id) FILTER (WHERE fact.kind = 'directive') AS directives,
    min(fact.first_day) AS first_day,
    max(fact.last_day) AS last_day,
    province.geom
FROM provinces AS province LEFT JOIN facts_drawn AS fact ON fact.province = province.adcode
GROUP BY province.adcode;
COMMENT ON VIEW facts_by_province IS 'Every province, drawn empty where nothing is known of it.';
"""


def upgrade() -> None:
    """Make everything, in the schema that the connection works in."""
    cursor = op.get_bind().connection.cursor()
    for part in (TABLES, APPEND_ONLY, VIEWS):
        cursor.execute(part)
    cursor.close()


def downgrade() -> None:
    """Refuse: the log of corrections would be lost."""
    raise NotImplementedError("the first step cannot be undone; drop the schema instead, after a backup")
