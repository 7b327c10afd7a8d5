-- The numbers by which the office finds a gate sheet again.
CREATE SEQUENCE gate_sheet_number START 1;
