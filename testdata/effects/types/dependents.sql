-- ALTER COLUMN … TYPE of a column that others depend on.
-- @setup
CREATE TABLE t (a integer, v varchar(10), n numeric(10,2), other integer);
INSERT INTO t SELECT i, i::text, i, i FROM generate_series(1, 2000) i;
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE DOMAIN d AS varchar(10);

-- @case a ${what}, the type stays as it is in the heap
-- @each what: VIEW w AS SELECT v FROM t | VIEW w AS SELECT a FROM t | VIEW w AS SELECT * FROM t | VIEW w AS SELECT a FROM t WHERE v = 'a' | VIEW w AS SELECT count(*) FROM t | VIEW w AS SELECT t FROM t | MATERIALIZED VIEW w AS SELECT v FROM t | MATERIALIZED VIEW w AS SELECT a FROM t | RULE w AS ON DELETE TO t WHERE OLD.v = 'a' DO INSTEAD NOTHING | RULE w AS ON DELETE TO t DO ALSO SELECT 1 | POLICY w ON t USING (v = 'a') | POLICY w ON t USING (a > 0) | POLICY w ON t FOR INSERT WITH CHECK (v = 'a') | TRIGGER w BEFORE UPDATE OF v ON t FOR EACH ROW EXECUTE FUNCTION trigger_function() | TRIGGER w BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION trigger_function() | TRIGGER w BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.v = 'a') EXECUTE FUNCTION trigger_function() | TRIGGER w BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trigger_function() | TRIGGER w BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION trigger_function() | STATISTICS w ON v, a FROM t | STATISTICS w (mcv) ON v, other FROM t | STATISTICS w ON a, other FROM t | PUBLICATION w FOR TABLE t | FUNCTION w() RETURNS bigint LANGUAGE sql AS 'SELECT count(v) FROM t' | FUNCTION w(t) RETURNS integer LANGUAGE sql AS 'SELECT 1' | TABLE w (LIKE t)
-- @given
CREATE ${what};
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE varchar(20);

-- @case a ${what}, the table is rewritten
-- @each what: VIEW w AS SELECT a FROM t | VIEW w AS SELECT v FROM t | STATISTICS w ON v, a FROM t | STATISTICS w ON v, other FROM t | PUBLICATION w FOR TABLE t | TRIGGER w BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trigger_function()
-- @given
CREATE ${what};
-- @statement
ALTER TABLE t ALTER COLUMN a TYPE bigint;

-- @case an expression statistics object
-- @versions 14..18
-- @given
CREATE STATISTICS w ON (lower(v)), a FROM t;
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a publication with a list of columns
-- @versions 15..18
-- @given
CREATE PUBLICATION w FOR TABLE t (a, v);
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a publication with a row filter
-- @versions 15..18
-- @given
CREATE PUBLICATION w FOR TABLE t WHERE (v = 'a');
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a function with a body of SQL
-- @versions 14..18
-- @given
CREATE FUNCTION w() RETURNS bigint LANGUAGE sql RETURN (SELECT count(v) FROM t);
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a generated column that reads the column
-- @given
ALTER TABLE t ADD COLUMN g text GENERATED ALWAYS AS (v || 'x') STORED;
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a virtual column that reads the column
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN g text GENERATED ALWAYS AS (v || 'x') VIRTUAL;
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a generated column: ${to}
-- @each to: integer | bigint | text | varchar(20) | numeric | boolean
-- @given
ALTER TABLE t ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) STORED;
-- @statement
ALTER TABLE t ALTER COLUMN g TYPE ${to};

-- @case a generated varchar: ${to}
-- @each to: text | varchar(20) | varchar(5)
-- @given
ALTER TABLE t ADD COLUMN g varchar(10) GENERATED ALWAYS AS (v) STORED;
-- @statement
ALTER TABLE t ALTER COLUMN g TYPE ${to};

-- @case a generated column by USING
-- @given
ALTER TABLE t ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) STORED;
-- @statement
ALTER TABLE t ALTER COLUMN g TYPE bigint USING g::bigint;

-- @case a virtual column: ${to}
-- @versions 18
-- @each to: integer | bigint | text | boolean
-- @given
ALTER TABLE t ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE t ALTER COLUMN g TYPE ${to};

-- @case a column beside a stored one
-- @given
ALTER TABLE t ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) STORED;
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a column beside a stored one, rewritten
-- @given
ALTER TABLE t ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) STORED;
-- @statement
ALTER TABLE t ALTER COLUMN other TYPE bigint;

-- @case a check on a varchar: ${check}
-- @each check: v <> '' | length(v) < 20 | v IS NOT NULL | a > 0 | v = ANY (ARRAY['a', 'b']) OR true | v::text <> '' | a > 0 AND v <> ''
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a check on a number that becomes ${to}
-- @each to: numeric | numeric(12,2) | numeric(10,4) | text | double precision
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0);
-- @statement
ALTER TABLE t ALTER COLUMN n TYPE ${to};

-- @case a check on the column that is not valid
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (v <> '') NOT VALID;
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a check on the column that does not inherit
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (v <> '') NO INHERIT;
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a check on the column that is not enforced
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (v <> '') NOT ENFORCED;
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a not null column
-- @given
ALTER TABLE t ALTER COLUMN v SET NOT NULL;
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a not null column, rewritten
-- @given
ALTER TABLE t ALTER COLUMN a SET NOT NULL;
-- @statement
ALTER TABLE t ALTER COLUMN a TYPE bigint;

-- @case a check on the column and the same type
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (v <> '');
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE varchar(10);

-- @case an index, a check and a default
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (v <> '');
CREATE INDEX t_v ON t (v);
ALTER TABLE t ALTER COLUMN v SET DEFAULT 'a';
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a comment on an index and a constraint
-- @given
ALTER TABLE t ADD CONSTRAINT k UNIQUE (v);
COMMENT ON CONSTRAINT k ON t IS 'a comment';
-- @statement
ALTER TABLE t ALTER COLUMN v TYPE text;

-- @case a default of another function
-- @given
CREATE FUNCTION five() RETURNS integer LANGUAGE sql AS 'SELECT 5';
ALTER TABLE t ALTER COLUMN a SET DEFAULT five();
-- @statement
ALTER TABLE t ALTER COLUMN a TYPE bigint;
