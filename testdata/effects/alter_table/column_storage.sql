-- SET STATISTICS, SET and RESET of a column's options, SET STORAGE, SET COMPRESSION.
-- @setup
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE INDEX t_expression ON t (a, (lower(b)));
CREATE INDEX t_b ON t (b);
CREATE TABLE parent (a integer, b text);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE INDEX part_expression ON part (a, (lower(b)));
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE TYPE pair AS (x integer, y text);

-- @case statistics of a column: ${target}
-- @each target: 100 | 0 | -1 | 10000 | 20000 | DEFAULT
ALTER TABLE t ALTER COLUMN a SET STATISTICS ${target};

-- @case statistics out of range
ALTER TABLE t ALTER COLUMN a SET STATISTICS -5;

-- @case statistics of a numbered column of a table
ALTER TABLE t ALTER COLUMN 1 SET STATISTICS 100;

-- @case statistics of an index's expression
ALTER INDEX t_expression ALTER COLUMN 2 SET STATISTICS 100;

-- @case statistics of an index's expression by ALTER TABLE
ALTER TABLE t_expression ALTER COLUMN 2 SET STATISTICS 100;

-- @case statistics of an index's plain column
ALTER INDEX t_expression ALTER COLUMN 1 SET STATISTICS 100;

-- @case statistics of an index's column that does not exist
ALTER INDEX t_expression ALTER COLUMN 3 SET STATISTICS 100;

-- @case statistics of a partitioned index's expression
ALTER INDEX part_expression ALTER COLUMN 2 SET STATISTICS 100;

-- @case statistics of a column that does not exist
ALTER TABLE t ALTER COLUMN missing SET STATISTICS 100;

-- @case statistics of a system column
ALTER TABLE t ALTER COLUMN ctid SET STATISTICS 100;

-- @case statistics of an inheritance parent
ALTER TABLE parent ALTER COLUMN a SET STATISTICS 100;

-- @case statistics of an inheritance parent only
ALTER TABLE ONLY parent ALTER COLUMN a SET STATISTICS 100;

-- @case statistics of a partitioned table
ALTER TABLE part ALTER COLUMN a SET STATISTICS 100;

-- @case statistics of a partition
ALTER TABLE part_1 ALTER COLUMN a SET STATISTICS 100;

-- @case statistics of a materialized view
ALTER MATERIALIZED VIEW m ALTER COLUMN a SET STATISTICS 100;

-- @case statistics of a view
ALTER TABLE v ALTER COLUMN a SET STATISTICS 100;

-- @case options of a column: ${options}
-- @each options: SET (n_distinct = 5) | SET (n_distinct = -0.5) | SET (n_distinct_inherited = 5) | RESET (n_distinct) | RESET (n_distinct, n_distinct_inherited) | SET (n_distinct = 5, n_distinct_inherited = 10) | SET (n_distinct = -5) | SET (missing = 5) | RESET (missing) | SET (n_distinct = 'abc')
ALTER TABLE t ALTER COLUMN a ${options};

-- @case options of a column that does not exist
ALTER TABLE t ALTER COLUMN missing SET (n_distinct = 5);

-- @case options of an inheritance parent
ALTER TABLE parent ALTER COLUMN a SET (n_distinct = 5);

-- @case options of a partitioned table
ALTER TABLE part ALTER COLUMN a SET (n_distinct = 5);

-- @case options of an index's column
ALTER TABLE t_b ALTER COLUMN b SET (n_distinct = 5);

-- @case options of a materialized view
ALTER MATERIALIZED VIEW m ALTER COLUMN a SET (n_distinct = 5);

-- @case storage of a text: ${storage}
-- @each storage: PLAIN | EXTERNAL | EXTENDED | MAIN | plain
ALTER TABLE t ALTER COLUMN b SET STORAGE ${storage};

-- @case the default storage
ALTER TABLE t ALTER COLUMN b SET STORAGE DEFAULT;

-- @case an unknown storage
ALTER TABLE t ALTER COLUMN b SET STORAGE missing;

-- @case storage of an integer: ${storage}
-- @each storage: PLAIN | EXTERNAL
ALTER TABLE t ALTER COLUMN a SET STORAGE ${storage};

-- @case storage of a column that does not exist
ALTER TABLE t ALTER COLUMN missing SET STORAGE PLAIN;

-- @case storage of an inheritance parent
ALTER TABLE parent ALTER COLUMN b SET STORAGE EXTERNAL;

-- @case storage of a partitioned table
ALTER TABLE part ALTER COLUMN b SET STORAGE EXTERNAL;

-- @case storage of a partition
ALTER TABLE part_1 ALTER COLUMN b SET STORAGE EXTERNAL;

-- @case storage of a materialized view
ALTER MATERIALIZED VIEW m ALTER COLUMN b SET STORAGE EXTERNAL;

-- @case storage of a view
ALTER TABLE v ALTER COLUMN a SET STORAGE PLAIN;

-- @case compression of a text
ALTER TABLE t ALTER COLUMN b SET COMPRESSION pglz;

-- @case the default compression
-- @versions 14..18
ALTER TABLE t ALTER COLUMN b SET COMPRESSION DEFAULT;

-- @case an unknown compression
-- @versions 14..18
ALTER TABLE t ALTER COLUMN b SET COMPRESSION missing;

-- @case compression of an integer
-- @versions 14..18
ALTER TABLE t ALTER COLUMN a SET COMPRESSION pglz;

-- @case compression of an inheritance parent
-- @versions 14..18
ALTER TABLE parent ALTER COLUMN b SET COMPRESSION pglz;

-- @case compression of a partitioned table
-- @versions 14..18
ALTER TABLE part ALTER COLUMN b SET COMPRESSION pglz;

-- @case compression of a materialized view
-- @versions 14..18
ALTER MATERIALIZED VIEW m ALTER COLUMN b SET COMPRESSION pglz;

-- @case compression of a column that does not exist
-- @versions 14..18
ALTER TABLE t ALTER COLUMN missing SET COMPRESSION pglz;

-- @case statistics and storage together
ALTER TABLE t ALTER COLUMN a SET STATISTICS 100, ALTER COLUMN b SET STORAGE EXTERNAL;

-- @case statistics of two columns
ALTER TABLE t ALTER COLUMN a SET STATISTICS 100, ALTER COLUMN b SET STATISTICS 100;

-- @case statistics and options together
ALTER TABLE t ALTER COLUMN a SET STATISTICS 100, ALTER COLUMN b SET (n_distinct = 5);

-- @case a composite type's attribute
ALTER TABLE pair ALTER COLUMN x SET STATISTICS 100;
