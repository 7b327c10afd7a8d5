-- The ledger of duties, partitioned by business day, and the counts that are kept beside it.
CREATE TABLE duty (
    day date NOT NULL,
    what text COLLATE "C" NOT NULL,
    subject uuid NOT NULL,
    win text COLLATE "C" NOT NULL,
    subdistrict text COLLATE "C" NOT NULL,
    area text COLLATE "C" NOT NULL,
    opens_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('open', 'taken', 'done', 'waived', 'withdrawn')),
    owner_post uuid,
    basis jsonb NOT NULL,
    grade text CHECK (grade IN ('measured', 'reported', 'declared')),
    reason text,
    evidence text,
    PRIMARY KEY (day, what, subject, win),
    CHECK (due_at > opens_at),
    CHECK (state <> 'done' OR (grade IS NOT NULL AND evidence IS NOT NULL)),
    CHECK (state <> 'waived' OR (reason IS NOT NULL AND evidence IS NOT NULL)),
    CHECK (what <> 'sampling' OR grade IS DISTINCT FROM 'declared')
) PARTITION BY RANGE (day);
CREATE INDEX duty_area ON duty (area);
CREATE TABLE duty_default PARTITION OF duty DEFAULT;

CREATE TABLE tally (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day date NOT NULL,
    area text COLLATE "C" NOT NULL,
    what text COLLATE "C" NOT NULL,
    win text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    grade text NOT NULL DEFAULT '',
    due_at timestamptz NOT NULL,
    owner_post uuid,
    n bigint NOT NULL
);
CREATE INDEX tally_day_area ON tally (day, area);

-- The rule counted_at of rules/areas.py, for statements that move many doors; a test holds the two equal.
CREATE FUNCTION counted_at(door text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_string(codes[1:least(5, greatest(cardinality(codes) - 1, 1))], '/') || '/'
    FROM (SELECT string_to_array(rtrim(door, '/'), '/') AS codes) AS split
$$;
