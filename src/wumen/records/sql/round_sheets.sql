-- The numbers by which the office finds a printed round again.
CREATE SEQUENCE round_sheet_number START 1;
