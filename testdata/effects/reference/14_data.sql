-- Data, maintenance and explicit locks
-- @setup
CREATE TABLE r (id integer PRIMARY KEY, x integer);
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, r_id integer REFERENCES r);
CREATE TABLE s (id integer, a integer);
INSERT INTO r SELECT i FROM generate_series(1, 200) i;
INSERT INTO t SELECT i, i, repeat('x', 400), 1 FROM generate_series(1, 2000) i;
INSERT INTO s SELECT i, i FROM generate_series(1, 200) i;

-- @case SELECT
-- @undetermined work: the planner decides which rows are read
SELECT count(b) FROM t;

-- @case SELECT FOR UPDATE
-- @undetermined work: the planner decides which rows are read
SELECT id FROM t FOR UPDATE;

-- @case SELECT FOR SHARE
-- @undetermined work: the planner decides which rows are read
SELECT id FROM t FOR SHARE;

-- @case INSERT
INSERT INTO s VALUES (1, 1);

-- @case INSERT with a foreign key
-- @undetermined locks: the rows decide whether the referenced table is asked
INSERT INTO t VALUES (5000, 1, '', 1);

-- @case INSERT from a query
INSERT INTO s SELECT id, x FROM r;

-- @case UPDATE of all rows
UPDATE t SET a = a + 1;

-- @case UPDATE with a WHERE
UPDATE t SET a = 0 WHERE id = 1;

-- @case UPDATE of a referenced key
-- @undetermined locks: the rows decide whether the referring table is asked
-- @undetermined work: the rows decide whether the referring table is asked
UPDATE r SET id = 5000 WHERE id = 200;

-- @case DELETE of all rows
DELETE FROM t;

-- @case DELETE with a WHERE
DELETE FROM t WHERE id = 1;

-- @case DELETE from a referenced table
-- @undetermined locks: the rows decide whether the referring table is asked
-- @undetermined work: the rows decide whether the referring table is asked
DELETE FROM r WHERE id = 200;

-- @case MERGE
MERGE INTO s USING r ON s.id = r.id WHEN MATCHED THEN UPDATE SET a = r.x WHEN NOT MATCHED THEN INSERT VALUES (r.id, r.x);

-- @case COPY TO
-- @versions 13..18
COPY t TO '/dev/null';

-- @case COPY TO before 13
-- @versions 12
-- @undetermined locks: the lock is given back at the end of the statement
COPY t TO '/dev/null';

-- @case LOCK TABLE
LOCK TABLE t;

-- @case LOCK TABLE in a weaker mode
LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE;

-- @case ANALYZE
ANALYZE t;

-- @case VACUUM
-- @undetermined work: the visibility map decides which pages are read
VACUUM t;

-- @case VACUUM ANALYZE
-- @undetermined work: the visibility map decides which pages are read
VACUUM (ANALYZE) t;

-- @case VACUUM FULL
VACUUM (FULL) t;

-- @case EXPLAIN
EXPLAIN UPDATE t SET a = 1;

-- @case PREPARE
PREPARE q AS SELECT 1;

-- @case CHECKPOINT
CHECKPOINT;

-- @case SET
SET lock_timeout = '2s';
