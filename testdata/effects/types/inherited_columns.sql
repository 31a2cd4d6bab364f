-- ALTER COLUMN … TYPE on inheritance trees and partitioned tables.
-- @setup
CREATE TABLE parent (a integer, v varchar(10), n integer);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE own (v varchar(10)) INHERITS (parent);
INSERT INTO parent SELECT i, i::text, i FROM generate_series(1, 1000) i;
INSERT INTO child SELECT i, i::text, i FROM generate_series(1, 1000) i;
CREATE INDEX parent_v ON parent (v);
CREATE INDEX child_v ON child (v);
CREATE INDEX child_lower ON child (lower(v));
CREATE TABLE p1 (a integer);
CREATE TABLE p2 (a integer);
CREATE TABLE of_both () INHERITS (p1, p2);
CREATE TABLE part (a integer, b text, v varchar(10), n integer) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY LIST (b);
CREATE TABLE part_2_x PARTITION OF part_2 FOR VALUES IN ('x');
INSERT INTO part SELECT i, 'x', i::text, i FROM generate_series(1, 2000) i;
CREATE INDEX part_v ON part (v);
CREATE INDEX part_1_lower ON part_1 (lower(v));
CREATE INDEX part_n ON part (n);
CREATE TABLE by_expression (a integer, v varchar(10)) PARTITION BY RANGE ((a + 1), lower(v));
CREATE TABLE by_expression_1 PARTITION OF by_expression FOR VALUES FROM (0, 'a') TO (1000, 'z');

-- @case an inheritance parent's ${column}: ${to}
-- @each column: a | v
-- @each to: bigint | text | varchar(20) | integer
ALTER TABLE parent ALTER COLUMN ${column} TYPE ${to} USING ${column}::${to};

-- @case an inheritance parent without USING
ALTER TABLE parent ALTER COLUMN a TYPE bigint;

-- @case an inheritance parent's varchar becomes longer
ALTER TABLE parent ALTER COLUMN v TYPE varchar(20);

-- @case an inheritance parent's varchar becomes text
ALTER TABLE parent ALTER COLUMN v TYPE text;

-- @case an inheritance parent only
ALTER TABLE ONLY parent ALTER COLUMN a TYPE bigint;

-- @case an inherited column
ALTER TABLE child ALTER COLUMN a TYPE bigint;

-- @case an inherited column that the child has by itself, too
ALTER TABLE own ALTER COLUMN v TYPE text;

-- @case a child's own column
ALTER TABLE child ALTER COLUMN c TYPE bigint;

-- @case a column of two parents
ALTER TABLE p1 ALTER COLUMN a TYPE bigint;

-- @case a parent with a check
-- @given
ALTER TABLE parent ADD CONSTRAINT k CHECK (v <> '');
-- @statement
ALTER TABLE parent ALTER COLUMN v TYPE text;

-- @case a parent whose child has a view
-- @given
CREATE VIEW w AS SELECT a FROM child;
-- @statement
ALTER TABLE parent ALTER COLUMN a TYPE bigint;

-- @case a partitioned table's ${column}: ${to}
-- @each column: v | n
-- @each to: bigint | text | varchar(20) | varchar(5)
ALTER TABLE part ALTER COLUMN ${column} TYPE ${to} USING ${column}::${to};

-- @case a partitioned table's varchar without USING: ${to}
-- @each to: text | varchar(20) | varchar(10) | varchar
ALTER TABLE part ALTER COLUMN v TYPE ${to};

-- @case a partitioned table's integer without USING: ${to}
-- @each to: bigint | integer | oid
ALTER TABLE part ALTER COLUMN n TYPE ${to};

-- @case a partitioned table only
ALTER TABLE ONLY part ALTER COLUMN n TYPE bigint;

-- @case a partition key
ALTER TABLE part ALTER COLUMN a TYPE bigint;

-- @case a partition key's type as it is
ALTER TABLE part ALTER COLUMN a TYPE integer;

-- @case the key of a partition
ALTER TABLE part ALTER COLUMN b TYPE varchar(100);

-- @case a column in a partition key's expression: ${column}
-- @each column: a TYPE bigint | v TYPE text
ALTER TABLE by_expression ALTER COLUMN ${column};

-- @case a partition's column
ALTER TABLE part_1 ALTER COLUMN n TYPE bigint;

-- @case a partition's column as it is
ALTER TABLE part_1 ALTER COLUMN n TYPE integer;

-- @case a partitioned table with a unique key
-- @given
ALTER TABLE part ADD CONSTRAINT k UNIQUE (a, b, n);
-- @statement
ALTER TABLE part ALTER COLUMN n TYPE bigint;

-- @case a partitioned table with a unique key and a free change
-- @given
ALTER TABLE part ADD CONSTRAINT k UNIQUE (a, b, v);
-- @statement
ALTER TABLE part ALTER COLUMN v TYPE text;

-- @case a partitioned table with a check
-- @given
ALTER TABLE part ADD CONSTRAINT k CHECK (v <> '');
-- @statement
ALTER TABLE part ALTER COLUMN v TYPE text;

-- @case a partitioned table with a check on one partition
-- @given
ALTER TABLE part_1 ADD CONSTRAINT k CHECK (v <> '');
-- @statement
ALTER TABLE part ALTER COLUMN v TYPE text;

-- @case a partitioned table whose partition has a view
-- @given
CREATE VIEW w AS SELECT n FROM part_1;
-- @statement
ALTER TABLE part ALTER COLUMN n TYPE bigint;

-- @case two columns of a partitioned table
ALTER TABLE part ALTER COLUMN v TYPE text, ALTER COLUMN n TYPE bigint;
