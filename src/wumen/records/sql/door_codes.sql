-- Public look-ups by a door's code: one function, by exact hash, that returns the least and sees past the policies.
CREATE SEQUENCE objection_number START 1;
CREATE SEQUENCE neighbour_report_number START 1;
-- An inner code dies with the move of its household, with its merging, and when one of its people leaves.
CREATE FUNCTION door_code_holds(c door_code) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT c.revoked_at IS NULL AND (c.kind = 'outer' OR (
        EXISTS (SELECT 1 FROM household h WHERE h.id = c.household AND h.area = c.area)
        AND NOT EXISTS (
            SELECT 1 FROM unnest(c.people) AS p (id) WHERE NOT EXISTS (
                SELECT 1 FROM resident r WHERE r.id = p.id AND r.household_id = c.household))))
$$;
CREATE FUNCTION door_of_code(wanted bytea) RETURNS TABLE (id uuid, kind text, area text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.kind, c.area FROM door_code c WHERE c.code_key = wanted AND door_code_holds(c)
$$;
REVOKE ALL ON FUNCTION door_of_code(bytea) FROM PUBLIC;
