-- Nobody is lost: a resident or household leaves its table only when it stands among the former ones.
CREATE FUNCTION refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1)', 'former_' || TG_TABLE_NAME)
        INTO kept USING OLD.id;
    IF NOT kept THEN
        RAISE EXCEPTION '% is kept among the former ones first', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER resident_never_lost BEFORE DELETE ON resident
    FOR EACH ROW EXECUTE FUNCTION refuse_loss();
CREATE TRIGGER household_never_lost BEFORE DELETE ON household
    FOR EACH ROW EXECUTE FUNCTION refuse_loss();
CREATE SEQUENCE export_number START 1;
