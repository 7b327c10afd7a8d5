-- The numbers of instructions, and what a duty remembers of who took it and of visits that met nobody.
CREATE SEQUENCE instruction_number START 1;
ALTER TABLE duty ADD COLUMN taken_by uuid;
ALTER TABLE duty ADD COLUMN tried timestamptz[] NOT NULL DEFAULT '{}';
