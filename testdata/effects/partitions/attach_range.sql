-- ATTACH PARTITION to a table partitioned by range: what is locked, and when the bound is proved by a CHECK.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_0 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1000, 2999) i;
CREATE TABLE n (a integer NOT NULL, b text);
INSERT INTO n SELECT i, repeat('x', 400) FROM generate_series(1000, 2999) i;
CREATE TABLE other_columns (a integer);
CREATE TABLE more_columns (a integer, b text, c integer);
CREATE TABLE other_type (a bigint, b text);
CREATE TABLE other_order (b text, a integer);
CREATE TABLE two (a integer, b integer) PARTITION BY RANGE (a, b);
CREATE TABLE t2 (a integer, b integer);
INSERT INTO t2 SELECT i, i FROM generate_series(1001, 2999) i;
CREATE TABLE by_expression (a integer, b text) PARTITION BY RANGE ((a + 1));
CREATE TABLE by_date (d date NOT NULL, b text) PARTITION BY RANGE (d);
CREATE TABLE days (d date NOT NULL, b text);
INSERT INTO days SELECT date '2020-01-01' + i % 31, repeat('x', 400) FROM generate_series(1, 2000) i;

-- @case nothing proves the bound
ALTER TABLE part ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000);

-- @case the key is not null, nothing else proves the bound
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a check on ${table}: ${check}
-- @each check: a >= 1000 AND a < 3000 | a IS NOT NULL AND a >= 1000 AND a < 3000 | a >= 1000 AND a < 3000 AND a IS NOT NULL | a IS NOT NULL AND a >= 1000 AND a <= 2999 | a IS NOT NULL AND a BETWEEN 1000 AND 2999 | a IS NOT NULL AND a >= 1000 | a IS NOT NULL AND a > 999 AND a < 3000 | a IS NOT NULL AND a >= 1000 AND a < 4000 | a IS NOT NULL AND 1000 <= a AND 3000 > a | a IS NOT NULL AND NOT (a < 1000 OR a >= 3000) | a IS NOT NULL AND a >= 1000 AND a < 3000 AND length(b) < 1000 | a IS NOT NULL | a IS NOT NULL AND a >= 1000::bigint AND a < 3000::bigint | a IS NOT NULL AND a = ANY (ARRAY[1500, 1600]) OR (a >= 1000 AND a < 3000 AND a IS NOT NULL) | a IS NOT NULL AND (a >= 1000 AND a < 2000 OR a >= 2000 AND a < 3000) | a IS NOT NULL AND a + 0 >= 1000 AND a < 3000 | a IS NOT NULL AND a >= 1000 AND a < 1000 + 2000
-- @each table: t | n
-- @given
ALTER TABLE ${table} ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE part ATTACH PARTITION ${table} FOR VALUES FROM (1000) TO (3000);

-- @case two checks that prove it together
-- @given
ALTER TABLE n ADD CONSTRAINT k CHECK (a >= 1000);
ALTER TABLE n ADD CONSTRAINT l CHECK (a < 3000);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a check that is not valid
-- @given
ALTER TABLE n ADD CONSTRAINT k CHECK (a >= 1000 AND a < 3000) NOT VALID;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a check that is valid now
-- @given
ALTER TABLE n ADD CONSTRAINT k CHECK (a >= 1000 AND a < 3000) NOT VALID;
ALTER TABLE n VALIDATE CONSTRAINT k;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a check that does not inherit
-- @given
ALTER TABLE n ADD CONSTRAINT k CHECK (a >= 1000 AND a < 3000) NO INHERIT;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a check that is not enforced
-- @versions 18
-- @given
ALTER TABLE n ADD CONSTRAINT k CHECK (a >= 1000 AND a < 3000) NOT ENFORCED;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a not null constraint that is not valid
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;
ALTER TABLE t ADD CONSTRAINT k CHECK (a >= 1000 AND a < 3000);
-- @statement
ALTER TABLE part ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000);

-- @case an open bound: ${bound} with the check ${check}
-- @each bound: FROM (1000) TO (MAXVALUE) | FROM (MINVALUE) TO (0)
-- @each check: a >= 1000 | a < 0 OR a >= 1000 | a IS NOT NULL
-- @given
ALTER TABLE n ADD CONSTRAINT k CHECK (${check});
-- @undetermined failure: the rows decide
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES ${bound};

-- @case a bound from MINVALUE to MAXVALUE
-- @given
CREATE TABLE whole (a integer, b text) PARTITION BY RANGE (a);
-- @statement
ALTER TABLE whole ATTACH PARTITION n FOR VALUES FROM (MINVALUE) TO (MAXVALUE);

-- @case two keys with a check: ${check}
-- @each check: a IS NOT NULL AND b IS NOT NULL AND a >= 1000 AND a < 3000 | a IS NOT NULL AND b IS NOT NULL AND a > 1000 AND a < 3000 | a IS NOT NULL AND b IS NOT NULL AND (a > 1000 OR (a = 1000 AND b >= 0)) AND (a < 3000 OR (a = 3000 AND b < 0)) | a > 0
-- @given
ALTER TABLE t2 ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE two ATTACH PARTITION t2 FOR VALUES FROM (1000, 0) TO (3000, 0);

-- @case an expression as the key
ALTER TABLE by_expression ATTACH PARTITION n FOR VALUES FROM (1001) TO (3001);

-- @case an expression as the key with a check
-- @given
ALTER TABLE n ADD CONSTRAINT k CHECK (a + 1 IS NOT NULL AND a + 1 >= 1001 AND a + 1 < 3001);
-- @statement
ALTER TABLE by_expression ATTACH PARTITION n FOR VALUES FROM (1001) TO (3001);

-- @case dates with a check: ${check}
-- @each check: d >= '2020-01-01' AND d < '2020-02-01' | d >= DATE '2020-01-01' AND d < DATE '2020-02-01' | d >= '2020-01-01'::timestamptz AND d < '2020-02-01'::timestamptz | d BETWEEN '2020-01-01' AND '2020-01-31' | date_trunc('month', d) = '2020-01-01' | d >= '2020-01-01' AND d < '2020-03-01'
-- @given
ALTER TABLE days ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE by_date ATTACH PARTITION days FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');

-- @case a bound that overlaps
ALTER TABLE part ATTACH PARTITION t FOR VALUES FROM (500) TO (3000);

-- @case a bound that is empty
ALTER TABLE part ATTACH PARTITION t FOR VALUES FROM (3000) TO (3000);

-- @case a bound of another kind: ${bound}
-- @each bound: FOR VALUES IN (1) | FOR VALUES WITH (MODULUS 2, REMAINDER 0) | FOR VALUES FROM (1, 2) TO (3, 4) | FOR VALUES FROM (NULL) TO (5) | FOR VALUES FROM ('a') TO ('b') | FOR VALUES FROM (1000) TO (now())
ALTER TABLE part ATTACH PARTITION t ${bound};

-- @case a table with fewer columns
ALTER TABLE part ATTACH PARTITION other_columns FOR VALUES FROM (1000) TO (3000);

-- @case a table with more columns
ALTER TABLE part ATTACH PARTITION more_columns FOR VALUES FROM (1000) TO (3000);

-- @case a table with another type
ALTER TABLE part ATTACH PARTITION other_type FOR VALUES FROM (1000) TO (3000);

-- @case a table with the columns in another order
ALTER TABLE part ATTACH PARTITION other_order FOR VALUES FROM (1000) TO (3000);

-- @case a table that does not exist
ALTER TABLE part ATTACH PARTITION missing FOR VALUES FROM (1000) TO (3000);

-- @case a parent that does not exist, if exists
ALTER TABLE IF EXISTS missing ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000);

-- @case a parent that is not partitioned
ALTER TABLE t ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a table that is a partition already
ALTER TABLE part ATTACH PARTITION part_0 FOR VALUES FROM (5000) TO (6000);

-- @case the table itself
ALTER TABLE part ATTACH PARTITION part FOR VALUES FROM (5000) TO (6000);

-- @case rows outside of the bound
-- @undetermined failure: the rows decide
ALTER TABLE part ATTACH PARTITION t FOR VALUES FROM (5000) TO (6000);

-- @case a second sub-command
ALTER TABLE part ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000), ALTER COLUMN b SET DEFAULT 'x';

-- @case only the parent
ALTER TABLE ONLY part ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000);

-- @case an unlogged table
-- @given
CREATE UNLOGGED TABLE u (a integer, b text);
-- @statement
ALTER TABLE part ATTACH PARTITION u FOR VALUES FROM (1000) TO (3000);

-- @case a temporary table
-- @session
CREATE TEMPORARY TABLE temp_table (a integer, b text);
-- @statement
ALTER TABLE part ATTACH PARTITION temp_table FOR VALUES FROM (1000) TO (3000);

-- @case a view
-- @given
CREATE VIEW v AS SELECT a, b FROM t;
-- @statement
ALTER TABLE part ATTACH PARTITION v FOR VALUES FROM (1000) TO (3000);

-- @case a typed table
-- @given
CREATE TYPE row_type AS (a integer, b text);
CREATE TABLE typed OF row_type;
-- @statement
ALTER TABLE part ATTACH PARTITION typed FOR VALUES FROM (1000) TO (3000);

-- @case an inheritance parent
-- @given
CREATE TABLE t_child () INHERITS (t);
-- @statement
ALTER TABLE part ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000);

-- @case an inheritance child
-- @given
CREATE TABLE t_child () INHERITS (t);
-- @statement
ALTER TABLE part ATTACH PARTITION t_child FOR VALUES FROM (1000) TO (3000);

-- @case a table that is partitioned itself
-- @given
CREATE TABLE sub (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE sub_1 PARTITION OF sub FOR VALUES FROM (1000) TO (2000);
CREATE TABLE sub_2 PARTITION OF sub FOR VALUES FROM (2000) TO (3000);
INSERT INTO sub SELECT i, repeat('x', 400) FROM generate_series(1000, 2999) i;
-- @statement
ALTER TABLE part ATTACH PARTITION sub FOR VALUES FROM (1000) TO (3000);

-- @case a table that is partitioned itself, with a check
-- @given
CREATE TABLE sub (a integer NOT NULL, b text, CHECK (a >= 1000 AND a < 3000)) PARTITION BY RANGE (a);
CREATE TABLE sub_1 PARTITION OF sub FOR VALUES FROM (1000) TO (2000);
CREATE TABLE sub_2 PARTITION OF sub FOR VALUES FROM (2000) TO (3000);
INSERT INTO sub SELECT i, repeat('x', 400) FROM generate_series(1000, 2999) i;
-- @statement
ALTER TABLE part ATTACH PARTITION sub FOR VALUES FROM (1000) TO (3000);

-- @case a table that is partitioned itself, with a check on one partition
-- @given
CREATE TABLE sub (a integer NOT NULL, b text) PARTITION BY LIST (b);
CREATE TABLE sub_1 PARTITION OF sub FOR VALUES IN ('x');
CREATE TABLE sub_2 PARTITION OF sub FOR VALUES IN ('y');
INSERT INTO sub SELECT i, CASE i % 2 WHEN 0 THEN 'x' ELSE 'y' END FROM generate_series(1000, 2999) i;
ALTER TABLE sub_1 ADD CHECK (a >= 1000 AND a < 3000);
-- @statement
ALTER TABLE part ATTACH PARTITION sub FOR VALUES FROM (1000) TO (3000);

-- @case to a partition that is partitioned
-- @given
CREATE TABLE part_sub PARTITION OF part FOR VALUES FROM (1000) TO (5000) PARTITION BY RANGE (a);
-- @statement
ALTER TABLE part_sub ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case to a partition that is partitioned, with a check of its bound
-- @given
CREATE TABLE part_sub PARTITION OF part FOR VALUES FROM (1000) TO (5000) PARTITION BY RANGE (a);
ALTER TABLE n ADD CHECK (a >= 1000 AND a < 3000);
-- @statement
ALTER TABLE part_sub ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a parent with a not null column
-- @given
CREATE TABLE strict (a integer NOT NULL, b text NOT NULL) PARTITION BY RANGE (a);
-- @statement
ALTER TABLE strict ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000);

-- @case a parent with a check
-- @given
CREATE TABLE strict (a integer, b text, CONSTRAINT k CHECK (a > 0)) PARTITION BY RANGE (a);
-- @statement
ALTER TABLE strict ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000);

-- @case a parent with a check that the table has
-- @given
CREATE TABLE strict (a integer, b text, CONSTRAINT k CHECK (a > 0)) PARTITION BY RANGE (a);
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);
-- @statement
ALTER TABLE strict ATTACH PARTITION t FOR VALUES FROM (1000) TO (3000);

-- @case a parent with a generated column
-- @given
CREATE TABLE gen (a integer, b text, g integer GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY RANGE (a);
CREATE TABLE gen_1 (a integer, b text, g integer GENERATED ALWAYS AS (a * 2) STORED);
-- @statement
ALTER TABLE gen ATTACH PARTITION gen_1 FOR VALUES FROM (1000) TO (3000);

-- @case a parent with a generated column that the table does not generate
-- @given
CREATE TABLE gen (a integer, b text, g integer GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY RANGE (a);
CREATE TABLE gen_1 (a integer, b text, g integer);
-- @statement
ALTER TABLE gen ATTACH PARTITION gen_1 FOR VALUES FROM (1000) TO (3000);

-- @case a table with an identity
-- @given
CREATE TABLE idn (a integer, b integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE idp (a integer, b integer NOT NULL) PARTITION BY RANGE (a);
-- @statement
ALTER TABLE idp ATTACH PARTITION idn FOR VALUES FROM (1000) TO (3000);

-- @case a parent with an identity
-- @given
CREATE TABLE idp (a integer, b integer GENERATED ALWAYS AS IDENTITY) PARTITION BY RANGE (a);
CREATE TABLE idn (a integer, b integer NOT NULL);
-- @statement
ALTER TABLE idp ATTACH PARTITION idn FOR VALUES FROM (1000) TO (3000);
