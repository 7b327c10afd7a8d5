-- The event log: append-only, partitioned by day of arrival, chained per writer.
CREATE TABLE writer (
    writer uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('server', 'device')),
    post uuid,
    subdistrict text COLLATE "C" NOT NULL,
    next_seq bigint NOT NULL DEFAULT 1,
    head bytea NOT NULL,
    closed_at timestamptz,
    closed_why text,
    UNIQUE NULLS NOT DISTINCT (kind, post)
);

CREATE TABLE event (
    arrived_on date NOT NULL,
    writer uuid NOT NULL,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    made_at timestamptz NOT NULL,
    arrived_at timestamptz NOT NULL,
    person text NOT NULL,
    post uuid,
    subdistrict text COLLATE "C" NOT NULL,
    area text COLLATE "C" NOT NULL,
    subject text NOT NULL,
    body bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (arrived_on, writer, seq)
) PARTITION BY RANGE (arrived_on);
CREATE INDEX event_area ON event (area, kind);
CREATE TABLE event_default PARTITION OF event DEFAULT;

CREATE TABLE event_key (
    writer uuid NOT NULL,
    seq bigint NOT NULL,
    arrived_on date NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (writer, seq)
);

CREATE TABLE held (
    writer uuid NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    body bytea NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (writer, seq, hash)
);

CREATE TABLE verdict (
    arrived_on date NOT NULL,
    writer uuid NOT NULL,
    seq bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('accepted', 'refused')),
    problem text NOT NULL DEFAULT '',
    by text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (arrived_on, writer, seq)
);

CREATE TABLE cursor (
    consumer text NOT NULL,
    writer uuid NOT NULL,
    seq bigint NOT NULL,
    arrived_on date NOT NULL,
    PRIMARY KEY (consumer, writer)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_key_append_only BEFORE UPDATE OR DELETE ON event_key
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER verdict_append_only BEFORE UPDATE OR DELETE ON verdict
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
