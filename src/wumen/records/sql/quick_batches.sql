-- No index names the state of a duty: what is settled is written beside its old row, and no index is touched.
DROP INDEX duty_not_reached;
CREATE INDEX duty_not_reached ON duty (day, area) WHERE what = 'contact';
-- Room on each page for a fifth of its rows written anew; those that were settled before make room for more.
DO $$
DECLARE part text;
BEGIN
    FOR part IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'duty'::regclass LOOP
        EXECUTE format('ALTER TABLE %s SET (fillfactor = 80)', part);
    END LOOP;
END $$;
-- The writers of phones are held by one function, by the exact keys of their tokens: who brings a batch is found out
-- before anything else may be seen. Always in one order, so that nobody who holds one waits for another who waits for it.
CREATE FUNCTION writers_held(tokens bytea[], writers uuid[]) RETURNS TABLE (token_key bytea, device uuid, area text,
        outbreak uuid, closed boolean, post uuid, ended_at timestamptz, current uuid, writer uuid, next_seq bigint,
        head bytea, holding boolean)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
        SELECT d.token_key, d.id, d.area::text, d.outbreak_id, o.closed_at IS NOT NULL, d.post,
            least(d.ended_at, b.ended_at), d.writer, w.writer, w.next_seq, w.head, w.holding
        FROM unnest(tokens, writers) AS asked (token_key, writer)
        JOIN field_device d ON d.token_key = asked.token_key
        JOIN writer w ON w.device = d.id AND w.writer = asked.writer
        JOIN outbreak o ON o.id = d.outbreak_id LEFT JOIN device b ON b.id = d.device_id
        ORDER BY w.writer FOR UPDATE OF w;
END $$;
REVOKE ALL ON FUNCTION writers_held(bytea[], uuid[]) FROM PUBLIC;
