-- Who acts is found by one function, from the exact person: it sees past the policies and returns her own posts alone.
-- Its plan is kept: it looks by keys, and what every page asks first is to cost next to nothing.
CREATE FUNCTION posts_held(who uuid, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object('post', p.id, 'role', p.role, 'area', p.area,
            'place', here.name, 'place_kind', here.kind, 'place_above', above.name) ORDER BY p.area, p.from_at), '[]')
        FROM post p
        LEFT JOIN area here ON here.area = p.area
        LEFT JOIN area above ON above.area = regexp_replace(p.area, '[^/]+/$', '')
        WHERE p.person_id = who AND p.from_at <= at AND (p.until_at IS NULL OR p.until_at > at));
END $$;
REVOKE ALL ON FUNCTION posts_held(uuid, timestamptz) FROM PUBLIC;
