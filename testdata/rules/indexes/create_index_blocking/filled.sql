-- A new table that was filled from a query has rows to index, though nobody waits for it: AMBER.
CREATE TABLE copies (a int);
INSERT INTO copies SELECT a FROM t;
CREATE INDEX ON copies (a);  -- expect: create-index-blocking
