-- The number that each print of sheets bears, one after the other for the whole installation.
CREATE SEQUENCE sheet_number START 1;
