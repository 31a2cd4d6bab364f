-- SET NOT NULL: when it scans, and when a CHECK proves that it need not.
-- @setup
CREATE DOMAIN required AS integer NOT NULL;
CREATE TABLE p (id integer PRIMARY KEY);
INSERT INTO p SELECT i FROM generate_series(1, 10) i;
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, n integer NOT NULL, i integer GENERATED ALWAYS AS IDENTITY, g integer GENERATED ALWAYS AS (n * 2) STORED, d required);
INSERT INTO t (id, a, b, n, d) SELECT i, i, repeat('x', 400), i, 1 FROM generate_series(1, 2000) i;
CREATE TABLE nulls (a integer);
INSERT INTO nulls VALUES (NULL);
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
INSERT INTO parent SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
INSERT INTO child SELECT i, repeat('x', 400), i FROM generate_series(1, 2000) i;
INSERT INTO grandchild SELECT i, repeat('x', 400), i FROM generate_series(1, 2000) i;
CREATE TABLE part (a integer, b text, c integer) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY RANGE (a);
CREATE TABLE part_2_1 PARTITION OF part_2 FOR VALUES FROM (1000) TO (9000);
INSERT INTO part SELECT i, repeat('x', 400), i FROM generate_series(1, 2000) i;
CREATE VIEW v AS SELECT n AS a FROM t;

-- @case nothing proves it
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case the column is not null
ALTER TABLE t ALTER COLUMN n SET NOT NULL;

-- @case the primary key
ALTER TABLE t ALTER COLUMN id SET NOT NULL;

-- @case an identity
ALTER TABLE t ALTER COLUMN i SET NOT NULL;

-- @case a generated column
ALTER TABLE t ALTER COLUMN g SET NOT NULL;

-- @case a domain that is not null
ALTER TABLE t ALTER COLUMN d SET NOT NULL;

-- @case rows with null
-- @undetermined failure: the rows decide
ALTER TABLE nulls ALTER COLUMN a SET NOT NULL;

-- @case a column that does not exist
ALTER TABLE t ALTER COLUMN missing SET NOT NULL;

-- @case a system column
ALTER TABLE t ALTER COLUMN ctid SET NOT NULL;

-- @case a check: ${check}
-- @each check: a IS NOT NULL | NOT (a IS NULL) | a IS NOT NULL AND a > 0 | a > 0 AND a IS NOT NULL | (a IS NOT NULL AND b <> '') AND n > 0 | a IS NOT NULL OR b = 'y' | a IS NOT NULL OR a IS NOT NULL | (a IS NOT NULL AND a > 0) OR (a IS NOT NULL AND a < 100) | a > 0 | a IS NOT NULL IS TRUE | (a IS NOT NULL) = true | (a IS NOT NULL) IS NOT FALSE | a IS DISTINCT FROM NULL | NOT (a IS NOT DISTINCT FROM NULL) | num_nulls(a) = 0 | num_nonnulls(a) = 1 | coalesce(a, 0) <> 0 | a NOTNULL | (a, n) IS NOT NULL | ROW(a) IS NOT NULL | (a + 0) IS NOT NULL | a::text IS NOT NULL | b IS NOT NULL | CASE WHEN a IS NULL THEN false ELSE true END | NOT (a IS NULL OR b = 'y') | NOT (a IS NULL AND b IS NULL) | NOT NOT a IS NOT NULL | (a IS NOT NULL AND true) | (a IS NOT NULL OR false) | (true AND a IS NOT NULL) | a > 0 IS TRUE | (a > 0) IS NOT NULL | (a > 0) = true | a = a | a IN (1, 2) OR a IS NOT NULL
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case two checks that prove it together only
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL OR b = 'y');
ALTER TABLE t ADD CONSTRAINT l CHECK (b <> 'y' AND b IS NOT NULL);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a check beside others
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (b <> 'y');
ALTER TABLE t ADD CONSTRAINT l CHECK (a IS NOT NULL);
ALTER TABLE t ADD CONSTRAINT m CHECK (n > 0);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a check that is not valid
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID;
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a check that is valid now
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT k;
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a check that does not inherit
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL) NO INHERIT;
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a check that is not enforced
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT ENFORCED;
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a check of the same command
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL), ALTER COLUMN a SET NOT NULL;

-- @case a check that the same command drops
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL, DROP CONSTRAINT k;

-- @case a check that the same command drops first
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE t DROP CONSTRAINT k, ALTER COLUMN a SET NOT NULL;

-- @case a check that the same command validates
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT k, ALTER COLUMN a SET NOT NULL;

-- @case a check on a column that was renamed
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL);
ALTER TABLE t RENAME COLUMN a TO z;
-- @statement
ALTER TABLE t ALTER COLUMN z SET NOT NULL;

-- @case two columns, one proved
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER COLUMN b SET NOT NULL;

-- @case two columns, both proved
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL AND b IS NOT NULL);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER COLUMN b SET NOT NULL;

-- @case two columns, none proved
ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER COLUMN b SET NOT NULL;

-- @case a proved column and a rewrite
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL, ADD COLUMN c float8 DEFAULT random();

-- @case a proved column and another type
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER COLUMN a TYPE bigint;

-- @case a new column that is filled by its default
ALTER TABLE t ADD COLUMN c integer DEFAULT 5, ALTER COLUMN c SET NOT NULL;

-- @case a column that was made with a default
-- @given
ALTER TABLE t ADD COLUMN c integer DEFAULT 5;
-- @statement
ALTER TABLE t ALTER COLUMN c SET NOT NULL;

-- @case a column with a unique index
-- @given
CREATE UNIQUE INDEX t_a ON t (a);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a column with a reference
-- @given
ALTER TABLE t ADD COLUMN p_id integer DEFAULT 1 REFERENCES p;
-- @statement
ALTER TABLE t ALTER COLUMN p_id SET NOT NULL;

-- @case a column of a primary key that was dropped
-- @given
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- @statement
ALTER TABLE t ALTER COLUMN id SET NOT NULL;

-- @case an inheritance parent
ALTER TABLE parent ALTER COLUMN a SET NOT NULL;

-- @case an inheritance parent only
ALTER TABLE ONLY parent ALTER COLUMN a SET NOT NULL;

-- @case an inheritance parent with a check
-- @given
ALTER TABLE parent ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE parent ALTER COLUMN a SET NOT NULL;

-- @case an inheritance parent with a check that does not inherit
-- @given
ALTER TABLE parent ADD CONSTRAINT k CHECK (a IS NOT NULL) NO INHERIT;
-- @statement
ALTER TABLE parent ALTER COLUMN a SET NOT NULL;

-- @case an inheritance parent whose child has a check
-- @given
ALTER TABLE child ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE parent ALTER COLUMN a SET NOT NULL;

-- @case an inheritance parent whose child is not null
-- @given
ALTER TABLE child ALTER COLUMN a SET NOT NULL;
-- @statement
ALTER TABLE parent ALTER COLUMN a SET NOT NULL;

-- @case an inheritance parent that is not null
-- @given
ALTER TABLE parent ALTER COLUMN a SET NOT NULL;
-- @statement
ALTER TABLE parent ALTER COLUMN a SET NOT NULL;

-- @case an inheritance child
ALTER TABLE child ALTER COLUMN a SET NOT NULL;

-- @case an inheritance child only
ALTER TABLE ONLY child ALTER COLUMN a SET NOT NULL;

-- @case a leaf of the inheritance tree
ALTER TABLE grandchild ALTER COLUMN a SET NOT NULL;

-- @case a partitioned table
ALTER TABLE part ALTER COLUMN c SET NOT NULL;

-- @case a partitioned table's key
ALTER TABLE part ALTER COLUMN a SET NOT NULL;

-- @case a partitioned table only
ALTER TABLE ONLY part ALTER COLUMN c SET NOT NULL;

-- @case a partitioned table with a check
-- @given
ALTER TABLE part ADD CONSTRAINT k CHECK (c IS NOT NULL);
-- @statement
ALTER TABLE part ALTER COLUMN c SET NOT NULL;

-- @case a partitioned table with a check on one partition
-- @given
ALTER TABLE part_1 ADD CONSTRAINT k CHECK (c IS NOT NULL);
-- @statement
ALTER TABLE part ALTER COLUMN c SET NOT NULL;

-- @case a partitioned table with one partition that is not null
-- @given
ALTER TABLE part_1 ALTER COLUMN c SET NOT NULL;
-- @statement
ALTER TABLE part ALTER COLUMN c SET NOT NULL;

-- @case a partitioned table only, whose partitions are all not null
-- @given
ALTER TABLE part_1 ALTER COLUMN c SET NOT NULL;
ALTER TABLE part_2 ALTER COLUMN c SET NOT NULL;
-- @statement
ALTER TABLE ONLY part ALTER COLUMN c SET NOT NULL;

-- @case a partitioned table whose partitions are all not null
-- @given
ALTER TABLE part_1 ALTER COLUMN c SET NOT NULL;
ALTER TABLE part_2 ALTER COLUMN c SET NOT NULL;
-- @statement
ALTER TABLE part ALTER COLUMN c SET NOT NULL;

-- @case a partitioned table that is not null
-- @given
ALTER TABLE part ALTER COLUMN c SET NOT NULL;
-- @statement
ALTER TABLE part ALTER COLUMN c SET NOT NULL;

-- @case a partition
ALTER TABLE part_1 ALTER COLUMN c SET NOT NULL;

-- @case a partition whose bound says that its key is not null
ALTER TABLE part_1 ALTER COLUMN a SET NOT NULL;

-- @case a partition that is partitioned
ALTER TABLE part_2 ALTER COLUMN c SET NOT NULL;

-- @case a view
ALTER TABLE v ALTER COLUMN a SET NOT NULL;

-- @case a not null constraint that is not valid
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a not null constraint that does not inherit
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NO INHERIT;
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a virtual column
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN w integer GENERATED ALWAYS AS (n * 2) VIRTUAL;
-- @statement
ALTER TABLE t ALTER COLUMN w SET NOT NULL;

-- @case a virtual column with a check that proves it
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN w integer GENERATED ALWAYS AS (n * 2) VIRTUAL CHECK (w IS NOT NULL);
-- @statement
ALTER TABLE t ALTER COLUMN w SET NOT NULL;

-- @case a domain with a check that proves it
-- @given
CREATE DOMAIN checked AS integer CHECK (VALUE IS NOT NULL);
ALTER TABLE t ADD COLUMN c checked DEFAULT 5;
-- @statement
ALTER TABLE t ALTER COLUMN c SET NOT NULL;

-- @case a name generated for the constraint is taken
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_not_null CHECK (a > 0);
-- @statement
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- @case a column of rows with a check, which says more than NOT NULL
-- @given
CREATE TYPE pair AS (x integer, y integer);
CREATE TABLE pairs (p pair, CONSTRAINT k CHECK (p IS NOT NULL));
INSERT INTO pairs SELECT row(i, i)::pair FROM generate_series(1, 5000) i;
-- @statement
ALTER TABLE pairs ALTER COLUMN p SET NOT NULL;
