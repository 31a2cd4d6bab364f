-- A new table that was filled has rows to index, but nobody else uses it.
CREATE TABLE copies (a int);
INSERT INTO copies SELECT a FROM t;
CREATE INDEX ON copies (a);
