-- Writers of phones beside those of posts: a phone may have several; what waits or forks says when it came.
ALTER TABLE writer DROP CONSTRAINT writer_kind_post_key;
ALTER TABLE writer ADD COLUMN device uuid;
-- Set once anything of the writer is kept aside: most writers never need that look.
ALTER TABLE writer ADD COLUMN holding boolean NOT NULL DEFAULT false;
ALTER TABLE writer ADD CONSTRAINT writer_whose CHECK ((kind = 'device') = (device IS NOT NULL));
CREATE UNIQUE INDEX writer_of_post ON writer (post) WHERE kind = 'server';
CREATE INDEX writer_of_device ON writer (device) WHERE device IS NOT NULL;

ALTER TABLE held ADD COLUMN came_at timestamptz NOT NULL;
ALTER TABLE held ADD COLUMN done_at timestamptz NOT NULL;
ALTER TABLE held ADD CONSTRAINT held_why CHECK (why IN ('early', 'forked', 'late'));

-- What waits leaves when its turn comes; what forked or came late stays as it came.
CREATE TRIGGER held_kept BEFORE UPDATE OR DELETE ON held
    FOR EACH ROW WHEN (OLD.why <> 'early') EXECUTE FUNCTION refuse_change();

-- What was refused is looked for every minute, and is little among much.
CREATE INDEX verdict_refused ON verdict (arrived_on, writer, seq) WHERE state = 'refused';

CREATE TRIGGER field_batch_append_only BEFORE UPDATE OR DELETE ON field_batch
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- A compound that is split takes the places of what was decided along; the rest of it stands for good.
CREATE TRIGGER field_decision_kept BEFORE UPDATE ON field_decision FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'area' IS DISTINCT FROM to_jsonb(NEW) - 'area')
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER writer_hole_kept BEFORE UPDATE ON writer_hole FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'area' IS DISTINCT FROM to_jsonb(NEW) - 'area')
    EXECUTE FUNCTION refuse_change();
