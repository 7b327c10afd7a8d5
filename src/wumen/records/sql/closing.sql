-- The nearest place over a door at which nobody is known by her door: five codes at most, and no household's.
CREATE FUNCTION no_door(door text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM area a WHERE a.area = near AND a.kind = 'household')
        THEN regexp_replace(near, '[^/]+/$', '') ELSE near END
    FROM (SELECT array_to_string((string_to_array(rtrim(door, '/'), '/'))[1:5], '/') || '/' AS near) AS cut
$$;
