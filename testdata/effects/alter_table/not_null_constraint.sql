-- NOT NULL constraints of PostgreSQL 18 by their names.
-- @setup
CREATE TABLE t (a integer, b text, n integer NOT NULL, id integer PRIMARY KEY);
INSERT INTO t SELECT i, repeat('x', 400), i, i FROM generate_series(1, 2000) i;
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
INSERT INTO parent SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
INSERT INTO grandchild SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000);
INSERT INTO part SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE VIEW v AS SELECT a FROM t;

-- @case a constraint
ALTER TABLE t ADD CONSTRAINT k NOT NULL a;

-- @case a constraint without a name
ALTER TABLE t ADD NOT NULL a;

-- @case a constraint that is not valid
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;

-- @case a constraint that does not inherit
-- @versions 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NO INHERIT;

-- @case a constraint that is not enforced
-- @versions 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT ENFORCED;

-- @case a constraint that is deferrable
-- @versions 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a DEFERRABLE;

-- @case a column that has one
-- @versions 18
ALTER TABLE t ADD CONSTRAINT t_n_not_null NOT NULL n;

-- @case a column that has one of another name
-- @versions 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL n;

-- @case a column that has one, without a name
-- @versions 18
ALTER TABLE t ADD NOT NULL n;

-- @case a column that has one, not valid
-- @versions 18
ALTER TABLE t ADD NOT NULL n NOT VALID;

-- @case a primary key's column
-- @versions 18
ALTER TABLE t ADD NOT NULL id;

-- @case a missing column
-- @versions 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL missing;

-- @case a system column
-- @versions 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL ctid;

-- @case a column that a check proves
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE t ADD CONSTRAINT k NOT NULL a;

-- @case a column with a constraint that is not valid
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
-- @statement
ALTER TABLE t ADD CONSTRAINT k NOT NULL a;

-- @case a constraint that is not valid validated
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT k;

-- @case a constraint that is not valid validated, with a check that proves it
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL);
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT k;

-- @case a valid constraint validated
-- @versions 18
ALTER TABLE t VALIDATE CONSTRAINT t_n_not_null;

-- @case a constraint that is not valid set by SET NOT NULL, with a check that proves it
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL);
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a constraint dropped
-- @versions 18
ALTER TABLE t DROP CONSTRAINT t_n_not_null;

-- @case a primary key's constraint dropped
-- @versions 18
ALTER TABLE t DROP CONSTRAINT t_id_not_null;

-- @case a constraint renamed
-- @versions 18
ALTER TABLE t RENAME CONSTRAINT t_n_not_null TO k;

-- @case a constraint that no longer inherits
-- @versions 18
-- @given
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a;
-- @statement
ALTER TABLE parent ALTER CONSTRAINT k NO INHERIT;

-- @case a constraint that inherits now
-- @versions 18
-- @given
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a NO INHERIT;
-- @statement
ALTER TABLE parent ALTER CONSTRAINT k INHERIT;

-- @case an inheritance parent
-- @versions 18
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a;

-- @case an inheritance parent, not valid
-- @versions 18
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a NOT VALID;

-- @case an inheritance parent, not inherited
-- @versions 18
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a NO INHERIT;

-- @case an inheritance parent only
-- @versions 18
ALTER TABLE ONLY parent ADD CONSTRAINT k NOT NULL a;

-- @case an inheritance parent, validated
-- @versions 18
-- @given
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a NOT VALID;
-- @statement
ALTER TABLE parent VALIDATE CONSTRAINT k;

-- @case an inheritance parent only, validated
-- @versions 18
-- @given
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a NOT VALID;
-- @statement
ALTER TABLE ONLY parent VALIDATE CONSTRAINT k;

-- @case an inheritance parent's constraint dropped
-- @versions 18
-- @given
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a;
-- @statement
ALTER TABLE parent DROP CONSTRAINT k;

-- @case a child's inherited constraint dropped
-- @versions 18
-- @given
ALTER TABLE parent ADD CONSTRAINT k NOT NULL a;
-- @statement
ALTER TABLE child DROP CONSTRAINT k;

-- @case a partitioned table
-- @versions 18
ALTER TABLE part ADD CONSTRAINT k NOT NULL b;

-- @case a partitioned table, not valid
-- @versions 18
ALTER TABLE part ADD CONSTRAINT k NOT NULL b NOT VALID;

-- @case a partitioned table, not inherited
-- @versions 18
ALTER TABLE part ADD CONSTRAINT k NOT NULL b NO INHERIT;

-- @case a partitioned table, validated
-- @versions 18
-- @given
ALTER TABLE part ADD CONSTRAINT k NOT NULL b NOT VALID;
-- @statement
ALTER TABLE part VALIDATE CONSTRAINT k;

-- @case a partition, validated
-- @versions 18
-- @given
ALTER TABLE part ADD CONSTRAINT k NOT NULL b NOT VALID;
-- @statement
ALTER TABLE part_1 VALIDATE CONSTRAINT k;

-- @case a partition
-- @versions 18
ALTER TABLE part_1 ADD CONSTRAINT k NOT NULL b;

-- @case a view
-- @versions 18
ALTER TABLE v ADD CONSTRAINT k NOT NULL a;

-- @case two columns
-- @versions 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a, ADD CONSTRAINT l NOT NULL b NOT VALID;

-- @case a new column with a named constraint
ALTER TABLE t ADD COLUMN c integer CONSTRAINT k NOT NULL DEFAULT 5;
