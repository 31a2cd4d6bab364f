-- ALTER COLUMN … TYPE … COLLATE.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE COLLATION missing FROM "C";
DROP COLLATION missing;
CREATE TABLE t (a text, b text COLLATE "C", v varchar(10), n integer, k text COLLATE "POSIX");
INSERT INTO t SELECT repeat('x', 100), 'y', 'z', i, 'k' FROM generate_series(1, 2000) i;
CREATE INDEX t_a ON t (a);
CREATE INDEX t_b ON t (b);
CREATE INDEX t_b_collated ON t (b COLLATE "POSIX");
CREATE INDEX t_lower ON t (lower(b));
CREATE INDEX t_partial ON t (n) WHERE b > 'a';
CREATE INDEX t_n ON t (n);
CREATE INDEX t_hash ON t USING hash (b);
CREATE INDEX t_pattern ON t (a text_pattern_ops);
CREATE TABLE plain (a text, b text COLLATE "C", v varchar(10) COLLATE "C");
INSERT INTO plain SELECT repeat('x', 400), 'y', 'z' FROM generate_series(1, 2000) i;
CREATE TABLE checked (a text CHECK (a > 'A'));
INSERT INTO checked SELECT repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE DOMAIN c_text AS text COLLATE "C";

-- @case ${column} without an index becomes ${to}
-- @each column: a | b
-- @each to: text | text COLLATE "C" | text COLLATE "POSIX" | text COLLATE "default" | varchar COLLATE "C" | varchar | c_text
ALTER TABLE plain ALTER COLUMN ${column} TYPE ${to};

-- @case ${column} with indexes becomes ${to}
-- @each column: a | b
-- @each to: text | text COLLATE "C" | text COLLATE "POSIX" | varchar COLLATE "C" | varchar
ALTER TABLE t ALTER COLUMN ${column} TYPE ${to};

-- @case a collation in another schema's name
ALTER TABLE plain ALTER COLUMN a TYPE text COLLATE pg_catalog."C";

-- @case a collation that does not exist
-- @undetermined failure: which collations a database has depends on its operating system
ALTER TABLE plain ALTER COLUMN a TYPE text COLLATE missing;

-- @case a collation of an integer
ALTER TABLE t ALTER COLUMN n TYPE integer COLLATE "C";

-- @case a longer varchar of another collation
ALTER TABLE plain ALTER COLUMN v TYPE varchar(20) COLLATE "POSIX";

-- @case a longer varchar that loses its collation
ALTER TABLE plain ALTER COLUMN v TYPE varchar(20);

-- @case a check on the column
ALTER TABLE checked ALTER COLUMN a TYPE text COLLATE "C";

-- @case a collation by USING
ALTER TABLE plain ALTER COLUMN a TYPE text USING a COLLATE "C";

-- @case a unique key
-- @given
CREATE TABLE keyed (a text PRIMARY KEY);
CREATE TABLE refers (a text REFERENCES keyed);
-- @statement
ALTER TABLE keyed ALTER COLUMN a TYPE text COLLATE "C";

-- @case a collation that the script made
-- @given
CREATE COLLATION own FROM "C";
-- @statement
ALTER TABLE plain ALTER COLUMN a TYPE text COLLATE own;

-- @case a collation of providers that equals another
-- @given
CREATE COLLATION own (locale = 'C');
-- @statement
ALTER TABLE t ALTER COLUMN b TYPE text COLLATE own;
