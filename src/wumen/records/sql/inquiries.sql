-- The numbers of lists that are asked about, as the office says them.
CREATE SEQUENCE inquiry_number START 1;
