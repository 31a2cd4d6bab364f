-- ADD CONSTRAINT … CHECK.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE FUNCTION missing(integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
DROP FUNCTION missing(integer);
CREATE FUNCTION volatile_one() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE TABLE t (a integer, b text, c integer CHECK (c > 0), v integer GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO t SELECT i, repeat('x', 400), i FROM generate_series(1, 2000) i;
CREATE TABLE negative (a integer);
INSERT INTO negative VALUES (-1);
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
INSERT INTO parent SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
INSERT INTO child SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
INSERT INTO grandchild SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY RANGE (a);
CREATE TABLE part_2_1 PARTITION OF part_2 FOR VALUES FROM (1000) TO (9000);
INSERT INTO part SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE VIEW w AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;

-- @case a check: ${check}
-- @each check: a > 0 | a IS NOT NULL | true | a > 0 AND c > 0 | v > 0 | length(b) < 1000 | b <> '' | a = c | volatile_one() > 0 | random() > -1 | now() > '2000-01-01' | t IS NOT NULL | tableoid <> 0
ALTER TABLE t ADD CONSTRAINT k CHECK (${check});

-- @case a check without a name
ALTER TABLE t ADD CHECK (a > 0);

-- @case a check over two columns without a name
ALTER TABLE t ADD CHECK (a = c);

-- @case a check that is not valid
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;

-- @case a check that does not inherit
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NO INHERIT;

-- @case a check that does not inherit and is not valid
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NO INHERIT NOT VALID;

-- @case a check that is not enforced
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED;

-- @case a check that is enforced
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) ENFORCED;

-- @case a check that is deferrable
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) DEFERRABLE;

-- @case a check that the rows break
-- @undetermined failure: the rows decide
ALTER TABLE negative ADD CONSTRAINT k CHECK (a > 0);

-- @case a check that the rows break and is not valid
ALTER TABLE negative ADD CONSTRAINT k CHECK (a > 0) NOT VALID;

-- @case a check that is always false
-- @undetermined failure: the rows decide
ALTER TABLE negative ADD CONSTRAINT k CHECK (false);

-- @case a name that is taken
ALTER TABLE t ADD CONSTRAINT t_c_check CHECK (a > 0);

-- @case a missing column
ALTER TABLE t ADD CONSTRAINT k CHECK (missing > 0);

-- @case a subquery
ALTER TABLE t ADD CONSTRAINT k CHECK (a > (SELECT 1));

-- @case no condition
ALTER TABLE t ADD CONSTRAINT k CHECK (a);

-- @case an aggregate
ALTER TABLE t ADD CONSTRAINT k CHECK (max(a) > 0);

-- @case a missing function
ALTER TABLE t ADD CONSTRAINT k CHECK (missing(a));

-- @case another table's column
ALTER TABLE t ADD CONSTRAINT k CHECK (negative.a > 0);

-- @case two checks
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0), ADD CONSTRAINT l CHECK (c > 0);

-- @case two checks, one not valid
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0), ADD CONSTRAINT l CHECK (c > 0) NOT VALID;

-- @case a check and a rewrite
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0), ADD COLUMN r float8 DEFAULT random();

-- @case a check on a system column
ALTER TABLE t ADD CONSTRAINT k CHECK (ctid IS NOT NULL);

-- @case an inheritance parent
ALTER TABLE parent ADD CONSTRAINT k CHECK (a > 0);

-- @case an inheritance parent, not valid
ALTER TABLE parent ADD CONSTRAINT k CHECK (a > 0) NOT VALID;

-- @case an inheritance parent, not inherited
ALTER TABLE parent ADD CONSTRAINT k CHECK (a > 0) NO INHERIT;

-- @case an inheritance parent only
ALTER TABLE ONLY parent ADD CONSTRAINT k CHECK (a > 0);

-- @case an inheritance parent only, not inherited
ALTER TABLE ONLY parent ADD CONSTRAINT k CHECK (a > 0) NO INHERIT;

-- @case an inheritance parent whose child has the same check
-- @given
ALTER TABLE child ADD CONSTRAINT k CHECK (a > 0);
-- @statement
ALTER TABLE parent ADD CONSTRAINT k CHECK (a > 0);

-- @case an inheritance parent whose child has another check of that name
-- @given
ALTER TABLE child ADD CONSTRAINT k CHECK (a > 5) NOT VALID;
-- @statement
ALTER TABLE parent ADD CONSTRAINT k CHECK (a > 0);

-- @case an inheritance parent whose child has the check not valid
-- @given
ALTER TABLE child ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
-- @statement
ALTER TABLE parent ADD CONSTRAINT k CHECK (a > 0);

-- @case an inheritance parent whose child has the check not inherited
-- @given
ALTER TABLE child ADD CONSTRAINT k CHECK (a > 0) NO INHERIT;
-- @statement
ALTER TABLE parent ADD CONSTRAINT k CHECK (a > 0);

-- @case an inheritance child
ALTER TABLE child ADD CONSTRAINT k CHECK (a > 0);

-- @case a leaf of the inheritance tree
ALTER TABLE grandchild ADD CONSTRAINT k CHECK (a > 0);

-- @case a partitioned table
ALTER TABLE part ADD CONSTRAINT k CHECK (a > 0);

-- @case a partitioned table, not valid
ALTER TABLE part ADD CONSTRAINT k CHECK (a > 0) NOT VALID;

-- @case a partitioned table, not inherited
ALTER TABLE part ADD CONSTRAINT k CHECK (a > 0) NO INHERIT;

-- @case a partitioned table, not enforced
-- @versions 18
ALTER TABLE part ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED;

-- @case a partitioned table only
ALTER TABLE ONLY part ADD CONSTRAINT k CHECK (a > 0);

-- @case a partitioned table without partitions, only
-- @given
CREATE TABLE lonely (a integer) PARTITION BY RANGE (a);
-- @statement
ALTER TABLE ONLY lonely ADD CONSTRAINT k CHECK (a > 0);

-- @case a partition
ALTER TABLE part_1 ADD CONSTRAINT k CHECK (a > 0);

-- @case a partition that is partitioned
ALTER TABLE part_2 ADD CONSTRAINT k CHECK (a > 0);

-- @case a partitioned table with the check on one partition
-- @given
ALTER TABLE part_1 ADD CONSTRAINT k CHECK (a > 0);
-- @statement
ALTER TABLE part ADD CONSTRAINT k CHECK (a > 0);

-- @case a view
ALTER TABLE w ADD CONSTRAINT k CHECK (a > 0);

-- @case a materialized view
ALTER TABLE m ADD CONSTRAINT k CHECK (a > 0);

-- @case a virtual column
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE t ADD CONSTRAINT k CHECK (g > 0);
