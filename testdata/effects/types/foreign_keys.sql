-- ALTER COLUMN … TYPE of a column with foreign keys in or out.
-- @setup
CREATE TABLE p (id integer PRIMARY KEY, code varchar(10) UNIQUE, other integer);
INSERT INTO p SELECT i, i::text, i FROM generate_series(1, 2000) i;
CREATE TABLE t (id integer PRIMARY KEY, p_id integer REFERENCES p, p_code varchar(10) REFERENCES p (code), other integer);
INSERT INTO t SELECT i, i, i::text, i FROM generate_series(1, 2000) i;
CREATE TABLE self (id integer PRIMARY KEY, up integer REFERENCES self, code varchar(10) UNIQUE, up_code varchar(10) REFERENCES self (code));
INSERT INTO self SELECT i, i, i::text, i::text FROM generate_series(1, 2000) i;
CREATE TABLE part (id integer PRIMARY KEY, v varchar(10)) PARTITION BY RANGE (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (9000);
INSERT INTO part SELECT i, i::text FROM generate_series(1, 2000) i;
CREATE TABLE to_part (a integer REFERENCES part);
INSERT INTO to_part SELECT i FROM generate_series(1, 2000) i;

-- @case a referencing column becomes ${to}
-- @each to: bigint | integer | smallint | numeric | text | oid
ALTER TABLE t ALTER COLUMN p_id TYPE ${to};

-- @case a referenced column becomes ${to}
-- @each to: bigint | integer | numeric | text
ALTER TABLE p ALTER COLUMN id TYPE ${to};

-- @case a referencing varchar becomes ${to}
-- @each to: text | varchar(20) | varchar(5) | varchar | char(10)
ALTER TABLE t ALTER COLUMN p_code TYPE ${to};

-- @case a referenced varchar becomes ${to}
-- @each to: text | varchar(20) | varchar(5) | varchar | text COLLATE "C"
ALTER TABLE p ALTER COLUMN code TYPE ${to};

-- @case another column of the referencing table becomes ${to}
-- @each to: bigint | integer
ALTER TABLE t ALTER COLUMN other TYPE ${to};

-- @case another column of the referenced table becomes ${to}
-- @each to: bigint | integer
ALTER TABLE p ALTER COLUMN other TYPE ${to};

-- @case a key of a table that references itself becomes ${to}
-- @each to: bigint | integer
ALTER TABLE self ALTER COLUMN id TYPE ${to};

-- @case both columns of a table that references itself
ALTER TABLE self ALTER COLUMN id TYPE bigint, ALTER COLUMN up TYPE bigint;

-- @case a varchar key of a table that references itself
ALTER TABLE self ALTER COLUMN code TYPE text;

-- @case a referencing column of a table that references itself
ALTER TABLE self ALTER COLUMN up_code TYPE text;

-- @case a key that is not referenced
ALTER TABLE t ALTER COLUMN id TYPE bigint;

-- @case a foreign key that is not valid
-- @given
ALTER TABLE t DROP CONSTRAINT t_p_id_fkey;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p NOT VALID;
-- @statement
ALTER TABLE t ALTER COLUMN p_id TYPE bigint;

-- @case a foreign key that is not valid and a free change
-- @given
ALTER TABLE t DROP CONSTRAINT t_p_code_fkey;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (p_code) REFERENCES p (code) NOT VALID;
-- @statement
ALTER TABLE t ALTER COLUMN p_code TYPE text;

-- @case a foreign key that is not enforced
-- @versions 18
-- @given
ALTER TABLE t DROP CONSTRAINT t_p_code_fkey;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (p_code) REFERENCES p (code) NOT ENFORCED;
-- @statement
ALTER TABLE t ALTER COLUMN p_code TYPE text;

-- @case two foreign keys on one column
-- @given
CREATE TABLE q (id integer PRIMARY KEY);
INSERT INTO q SELECT i FROM generate_series(1, 2000) i;
ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES q;
-- @statement
ALTER TABLE t ALTER COLUMN p_id TYPE bigint;

-- @case two tables that reference the column
-- @given
CREATE TABLE s (p_id integer REFERENCES p);
INSERT INTO s SELECT i FROM generate_series(1, 2000) i;
-- @statement
ALTER TABLE p ALTER COLUMN id TYPE bigint;

-- @case a foreign key to a partitioned table
ALTER TABLE to_part ALTER COLUMN a TYPE bigint;

-- @case a partitioned table's other column that is referenced by another
ALTER TABLE part ALTER COLUMN v TYPE text;

-- @case a partitioned table with a foreign key
-- @given
CREATE TABLE pf (a integer, p_id integer REFERENCES p) PARTITION BY RANGE (a);
CREATE TABLE pf_1 PARTITION OF pf FOR VALUES FROM (0) TO (9000);
CREATE TABLE pf_2 PARTITION OF pf FOR VALUES FROM (9000) TO (10000);
INSERT INTO pf SELECT i, i FROM generate_series(1, 2000) i;
-- @statement
ALTER TABLE pf ALTER COLUMN p_id TYPE bigint;

-- @case a foreign key and an index on the column
-- @given
CREATE INDEX t_p_id ON t (p_id);
-- @statement
ALTER TABLE t ALTER COLUMN p_id TYPE bigint;

-- @case a foreign key over two columns
-- @given
CREATE TABLE pp (a integer, b integer, PRIMARY KEY (a, b));
INSERT INTO pp SELECT i, i FROM generate_series(1, 2000) i;
CREATE TABLE tt (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pp);
INSERT INTO tt SELECT i, i FROM generate_series(1, 2000) i;
-- @statement
ALTER TABLE tt ALTER COLUMN a TYPE bigint, ALTER COLUMN b TYPE bigint;
