-- One case for each way in which effects are read from a server: if these disagree, look at the suite first.
-- @setup
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;
CREATE INDEX t_a ON t (a);
CREATE TABLE other (a integer PRIMARY KEY);
INSERT INTO other SELECT i FROM generate_series(1, 2000) i;

-- @case a constant default adds a column without a rewrite
ALTER TABLE t ADD COLUMN c integer DEFAULT 5;

-- @case a volatile default writes the table anew
ALTER TABLE t ADD COLUMN c double precision DEFAULT random();

-- @case SET NOT NULL reads the table
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case VALIDATE CONSTRAINT reads the table
ALTER TABLE t VALIDATE CONSTRAINT positive;

-- @case an index is built
CREATE INDEX t_b ON t (b);

-- @case an index is built anew
REINDEX INDEX t_a;

-- @case an index is built while others write
CREATE INDEX CONCURRENTLY t_b ON t (b);

-- @case VACUUM FULL writes the table anew
VACUUM FULL t;

-- @case a foreign key locks and checks both tables
ALTER TABLE t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES other;

-- @case a table is new
CREATE TABLE u (LIKE t);

-- @case LOCK TABLE demands a transaction block
LOCK TABLE t IN EXCLUSIVE MODE;

-- @case a column that is not there
ALTER TABLE t DROP COLUMN nothing;

-- @case a table that is taken away
DROP TABLE other;

-- @case REINDEX CONCURRENTLY
REINDEX TABLE CONCURRENTLY t;

-- @case changes of ${type} to text
-- @each type: varchar(10) | integer
-- @given
CREATE TABLE m (c ${type});
INSERT INTO m SELECT 1 FROM generate_series(1, 3000);
-- @statement
ALTER TABLE m ALTER COLUMN c TYPE text;

-- @case the schema is found by the search path of the session
-- @given
CREATE SCHEMA s;
CREATE TABLE s.t (a integer);
-- @session
SET search_path = s, public;
-- @statement
ALTER TABLE t ADD COLUMN c integer;

-- @case MERGE came with 15
-- @versions 15..18
MERGE INTO other USING (VALUES (1)) AS v (a) ON other.a = v.a WHEN MATCHED THEN DELETE;
