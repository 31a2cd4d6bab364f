-- ALTER COLUMN … TYPE of a column with indexes: which are kept, rebuilt, or stop the statement.
-- @setup
CREATE TABLE t (i integer, v varchar(10), x text, n numeric(10,2), o oid, ip cidr, ts timestamp, j jsonb, arr integer[], bp char(5), other integer, pad text);
INSERT INTO t SELECT g, g::text, 'x', g % 100, g, NULL, NULL, '{}', ARRAY[g], 'a', g, repeat('x', 300) FROM generate_series(1, 2000) g;
CREATE TABLE bounds (r int4range, v varchar(10));
CREATE DOMAIN d_int AS integer;

-- @case a btree index on ${column} that becomes ${to}
-- @each column: i | v | x | n | o | ip | bp
-- @each to: integer | bigint | oid | text | varchar(20) | varchar(5) | varchar | numeric(12,2) | inet | char(10) | d_int
-- @given
CREATE INDEX t_index ON t (${column});
CREATE INDEX t_other ON t (other);
-- @statement
ALTER TABLE t ALTER COLUMN ${column} TYPE ${to};

-- @case a btree index on ${column} that becomes regclass
-- @each column: i | n | o | ip | bp
-- @given
CREATE INDEX t_index ON t (${column});
-- @statement
ALTER TABLE t ALTER COLUMN ${column} TYPE regclass;

-- @case an index with ${kind} on a varchar that becomes ${to}
-- @each kind: USING hash (v) | USING btree (v DESC NULLS LAST) | (v, other) | (other, v) | (other) INCLUDE (v) | (lower(v)) | (other) WHERE v IS NOT NULL | (other) WHERE v = 'a' | (v varchar_pattern_ops) | (v text_pattern_ops) | USING spgist (v) | USING brin (v) | (v COLLATE "C") | (v) WHERE other > 5 | (v) WITH (fillfactor = 70) | ((v || 'a')) | ((other + 1)) | USING gin (to_tsvector('english', v)) | (upper(x)) WHERE length(v) > 1 | ((v::text))
-- @each to: text | varchar(20) | varchar(5)
-- @given
CREATE INDEX t_index ON t ${kind};
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE ${to};

-- @case an index with ${kind} on an integer that becomes bigint
-- @each kind: USING hash (i) | USING btree (i) | (i int4_ops) | (other) INCLUDE (i) | (other) WHERE i > 5 | ((i + 1)) | USING brin (i) | (i, x) | USING gist (point(i, i)) | ((i::text))
-- @given
CREATE INDEX t_index ON t ${kind};
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE bigint;

-- @case an index with ${kind} on an integer that becomes ${to}
-- @each kind: USING hash (i) | (i) | (other) INCLUDE (i) | (other) WHERE i > 5 | ((i + 1))
-- @each to: oid | text | d_int | json USING NULL
-- @given
CREATE INDEX t_index ON t ${kind};
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE ${to};

-- @case an index with a method of a column that changes: ${what}
-- @each what: arr TYPE bigint[] | arr TYPE text[] | j TYPE json | j TYPE text | arr TYPE integer[]
-- @given
CREATE INDEX t_arr ON t USING gin (arr);
CREATE INDEX t_j ON t USING gin (j);
-- @statement
ALTER TABLE t ALTER COLUMN ${what};

-- @case a unique index that becomes ${to}
-- @each to: text | varchar(20) | varchar(5) | varchar
-- @given
CREATE UNIQUE INDEX t_index ON t (v);
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE ${to};

-- @case ${constraint} whose column becomes ${to}
-- @each to: text | varchar(20) | varchar(5) | char(10)
-- @each constraint: UNIQUE (v) | UNIQUE (v, other) | UNIQUE (v) DEFERRABLE | UNIQUE (other) INCLUDE (v) | PRIMARY KEY (v)
-- @given
ALTER TABLE t ADD ${constraint};
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE ${to};

-- @case a primary key of integers that becomes ${to}
-- @each to: bigint | integer | text | smallint | oid
-- @given
ALTER TABLE t ADD PRIMARY KEY (i);
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE ${to};

-- @case an exclusion on the column that becomes ${to}
-- @each to: text | varchar(20) | varchar(5)
-- @given
ALTER TABLE t ADD EXCLUDE (v WITH =);
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE ${to};

-- @case a clustered index
-- @given
CREATE INDEX t_index ON t (i);
ALTER TABLE t CLUSTER ON t_index;
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE bigint;

-- @case a replica identity
-- @given
ALTER TABLE t ALTER COLUMN i SET NOT NULL;
CREATE UNIQUE INDEX t_index ON t (i);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_index;
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE bigint;

-- @case an index of its own in a tablespace's name
-- @given
CREATE INDEX t_index ON t (i) TABLESPACE pg_default;
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE bigint;

-- @case an operator class of the old type
-- @given
CREATE INDEX t_index ON t (v varchar_ops);
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case an operator class that the new type does not have
-- @given
CREATE INDEX t_index ON t (i int4_ops);
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE text;

-- @case an expression that the new type does not allow
-- @given
CREATE INDEX t_index ON t ((i + 1));
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE text;

-- @case a predicate that the new type does not allow
-- @given
CREATE INDEX t_index ON t (other) WHERE i > 5;
-- @statement
ALTER TABLE t ALTER COLUMN i TYPE text;

-- @case a new type without an operator class
-- @given
CREATE INDEX t_index ON t (x);
-- @statement
ALTER TABLE t ALTER COLUMN x TYPE json USING NULL;

-- @case a column whose indexes are on others
-- @given
CREATE INDEX t_index ON t (i);
CREATE INDEX t_lower ON t (lower(x));
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a rewrite with indexes on others
-- @given
CREATE INDEX t_index ON t (i);
CREATE INDEX t_lower ON t (lower(x));
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE integer USING 1;

-- @case an index that is not valid
-- @given
CREATE TABLE twice (i integer, v varchar(10));
INSERT INTO twice VALUES (1, 'a'), (1, 'b');
CREATE INDEX twice_i ON twice (i);
-- @statement
ALTER TABLE twice ALTER COLUMN v TYPE text;

-- @case an index on a function in SQL, which is put in before it is asked whether it is immutable
-- @given
CREATE FUNCTION normal(varchar) RETURNS varchar LANGUAGE sql AS 'SELECT lower(replace($1, ''_'', ''-''))';
CREATE UNIQUE INDEX t_index ON t (normal(v), i);
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;
