-- create-index-blocking says of this one that readers wait as well: one cause is one finding.
-- transaction: file
ALTER TABLE t ADD COLUMN a int;
CREATE INDEX ON t (a);
