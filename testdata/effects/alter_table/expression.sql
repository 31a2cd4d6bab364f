-- SET EXPRESSION (17) and DROP EXPRESSION (13) of generated columns.
-- @setup
CREATE TABLE t (a integer, b text, g integer GENERATED ALWAYS AS (a * 2) STORED, h text GENERATED ALWAYS AS (lower(b)) STORED);
INSERT INTO t (a, b) SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE indexed (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED CHECK (g > 0), h integer GENERATED ALWAYS AS (a + 1) STORED);
INSERT INTO indexed (a) SELECT i FROM generate_series(1, 2000) i;
CREATE INDEX indexed_a ON indexed (a);
CREATE INDEX indexed_g ON indexed (g);
CREATE INDEX indexed_e ON indexed ((g + 1));
CREATE INDEX indexed_p ON indexed (a) WHERE g > 5;
CREATE TABLE parent (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE part (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (5000);
INSERT INTO part (a) SELECT i FROM generate_series(1, 2000) i;
CREATE TABLE viewed (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE VIEW v AS SELECT g FROM viewed;
CREATE TABLE referencing_key (a integer PRIMARY KEY);
INSERT INTO referencing_key SELECT i FROM generate_series(0, 5000) i;
CREATE TABLE referencing (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED REFERENCES referencing_key);
INSERT INTO referencing (a) SELECT i FROM generate_series(1, 100) i;
CREATE TABLE required (a integer NOT NULL, g integer GENERATED ALWAYS AS (a * 2) STORED NOT NULL);
INSERT INTO required SELECT i FROM generate_series(1, 100) i;

-- @case another expression
ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case the same expression
ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (a * 2);

-- @case a constant expression
ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (5);

-- @case an expression of another type
ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (b);

-- @case an expression that is not immutable
ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (random()::integer);

-- @case an expression of a generated column
-- @versions 17..18
ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (length(h));

-- @case an expression with a missing column
-- @versions 17..18
ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (missing);

-- @case a column that is not generated
-- @versions 17..18
ALTER TABLE t ALTER COLUMN a SET EXPRESSION AS (5);

-- @case a column that does not exist
-- @versions 17..18
ALTER TABLE t ALTER COLUMN missing SET EXPRESSION AS (5);

-- @case a column with indexes and a check
-- @versions 17..18
ALTER TABLE indexed ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case a column without indexes of a table that has some
-- @versions 17..18
ALTER TABLE indexed ALTER COLUMN h SET EXPRESSION AS (a * 3);

-- @case a column that is not null
-- @versions 17..18
ALTER TABLE required ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case a column with a reference
-- @versions 17..18
ALTER TABLE referencing ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case a column of a view
-- @versions 17..18
ALTER TABLE viewed ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case an inheritance parent
-- @versions 17..18
ALTER TABLE parent ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case an inheritance parent only
-- @versions 17..18
ALTER TABLE ONLY parent ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case an inheritance child
-- @versions 17..18
ALTER TABLE child ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case a partitioned table
-- @versions 17..18
ALTER TABLE part ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case a partitioned table only
-- @versions 17..18
ALTER TABLE ONLY part ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case a partition
-- @versions 17..18
ALTER TABLE part_1 ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case another expression and another type
-- @versions 17..18
ALTER TABLE t ALTER COLUMN g TYPE bigint, ALTER COLUMN g SET EXPRESSION AS (a * 3);

-- @case another expression and a new column
-- @versions 17..18
ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (a * 3), ADD COLUMN c integer;

-- @case a virtual column
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN w integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE t ALTER COLUMN w SET EXPRESSION AS (a * 3);

-- @case a virtual column that is not null
-- @versions 18
-- @given
ALTER TABLE required ADD COLUMN w integer GENERATED ALWAYS AS (a * 2) VIRTUAL NOT NULL;
-- @statement
ALTER TABLE required ALTER COLUMN w SET EXPRESSION AS (a * 3);

-- @case a virtual column of a table with a check
-- @versions 18
-- @given
ALTER TABLE indexed ADD COLUMN w integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE indexed ALTER COLUMN w SET EXPRESSION AS (a * 3);

-- @case a virtual column of a partitioned table
-- @versions 18
-- @given
ALTER TABLE part ADD COLUMN w integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE part ALTER COLUMN w SET EXPRESSION AS (a * 3);

-- @case an expression that is dropped
ALTER TABLE t ALTER COLUMN g DROP EXPRESSION;

-- @case an expression that is dropped, if exists
ALTER TABLE t ALTER COLUMN g DROP EXPRESSION IF EXISTS;

-- @case an expression of a column that has none
-- @versions 13..18
ALTER TABLE t ALTER COLUMN a DROP EXPRESSION;

-- @case an expression of a column that has none, if exists
-- @versions 13..18
ALTER TABLE t ALTER COLUMN a DROP EXPRESSION IF EXISTS;

-- @case an expression of a column that does not exist, if exists
-- @versions 13..18
ALTER TABLE t ALTER COLUMN missing DROP EXPRESSION IF EXISTS;

-- @case an expression with indexes dropped
-- @versions 13..18
ALTER TABLE indexed ALTER COLUMN g DROP EXPRESSION;

-- @case an expression of an inheritance parent dropped
-- @versions 13..18
ALTER TABLE parent ALTER COLUMN g DROP EXPRESSION;

-- @case an expression of an inheritance parent only dropped
-- @versions 13..18
ALTER TABLE ONLY parent ALTER COLUMN g DROP EXPRESSION;

-- @case an expression of an inheritance child dropped
-- @versions 13..18
ALTER TABLE child ALTER COLUMN g DROP EXPRESSION;

-- @case an expression of a partitioned table dropped
-- @versions 13..18
ALTER TABLE part ALTER COLUMN g DROP EXPRESSION;

-- @case an expression of a partition dropped
-- @versions 13..18
ALTER TABLE part_1 ALTER COLUMN g DROP EXPRESSION;

-- @case a virtual column's expression dropped
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN w integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE t ALTER COLUMN w DROP EXPRESSION;

-- @case a virtual column's expression dropped, if exists
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN w integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE t ALTER COLUMN w DROP EXPRESSION IF EXISTS;
