-- The numbers of occurrences, which part what is owed after two of them.
CREATE SEQUENCE occurrence_number START 1;
