-- DROP COLUMN: what goes with it, what refuses.
-- @setup
CREATE TABLE p (id integer PRIMARY KEY, code text UNIQUE, extra integer);
CREATE TABLE f (id serial PRIMARY KEY, p_id integer REFERENCES p, p_code text REFERENCES p (code), a integer, b integer, i integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE self (id integer PRIMARY KEY, up integer REFERENCES self);
CREATE TABLE t (a integer, b text, c integer CHECK (c > 0), d integer, e integer, g integer GENERATED ALWAYS AS (e * 2) STORED, CHECK (a < d));
INSERT INTO t SELECT i, repeat('x', 400), i, i + 1, i FROM generate_series(1, 2000) i;
CREATE INDEX t_a ON t (a);
CREATE INDEX t_a_d ON t (a, d);
CREATE INDEX t_lower ON t (lower(b));
CREATE INDEX t_partial ON t (d) WHERE a > 5;
CREATE TABLE viewed (a integer, b integer, c integer);
CREATE VIEW v AS SELECT a FROM viewed;
CREATE VIEW v_of_v AS SELECT a FROM v;
CREATE VIEW v_star AS SELECT count(*) FROM viewed;
CREATE MATERIALIZED VIEW m AS SELECT b FROM viewed;
CREATE TABLE parent (a integer, b integer);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE own_a (a integer, d integer) INHERITS (parent);
CREATE TABLE part (a integer, b text, c integer) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY LIST (b);
CREATE TABLE part_2_x PARTITION OF part_2 FOR VALUES IN ('x');
CREATE INDEX part_c ON part (c);
CREATE TABLE by_expression (a integer, b integer) PARTITION BY RANGE ((a + b));
CREATE TABLE stats (a integer, b integer, c integer);
CREATE STATISTICS stats_ab ON a, b FROM stats;
CREATE TABLE policed (a integer, b integer);
CREATE POLICY own ON policed USING (a > 0);
CREATE TABLE triggered (a integer, b integer, c integer);
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER on_a BEFORE UPDATE OF a ON triggered FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE TRIGGER when_b BEFORE UPDATE ON triggered FOR EACH ROW WHEN (NEW.b > 0) EXECUTE FUNCTION trigger_function();
CREATE TABLE ruled (a integer, b integer);
CREATE RULE r AS ON UPDATE TO ruled WHERE NEW.a > 5 DO INSTEAD NOTHING;
CREATE TYPE pair AS (x integer, y text);
CREATE TABLE of_pair OF pair;

-- @case a plain column
ALTER TABLE viewed DROP COLUMN c;

-- @case a column without the word
ALTER TABLE viewed DROP c;

-- @case a column that does not exist
ALTER TABLE t DROP COLUMN missing;

-- @case a column that does not exist, if exists
ALTER TABLE t DROP COLUMN IF EXISTS missing;

-- @case a column that exists, if exists
ALTER TABLE viewed DROP COLUMN IF EXISTS c;

-- @case a system column
ALTER TABLE t DROP COLUMN ctid;

-- @case a system column, if exists
ALTER TABLE t DROP COLUMN IF EXISTS xmin;

-- @case a column that indexes and a check read
ALTER TABLE t DROP COLUMN a;

-- @case a column in an expression index
ALTER TABLE t DROP COLUMN b;

-- @case a column in a partial index and a check over two columns
ALTER TABLE t DROP COLUMN d;

-- @case a column with a check
ALTER TABLE t DROP COLUMN c;

-- @case a column that a generated column reads
ALTER TABLE t DROP COLUMN e;

-- @case a column that a generated column reads, restrict
ALTER TABLE t DROP COLUMN e RESTRICT;

-- @case a column that a generated column reads, cascade
ALTER TABLE t DROP COLUMN e CASCADE;

-- @case a generated column
ALTER TABLE t DROP COLUMN g;

-- @case a generated column and the one it reads
ALTER TABLE t DROP COLUMN g, DROP COLUMN e;

-- @case a column that a view reads
ALTER TABLE viewed DROP COLUMN a;

-- @case a column that a view reads, cascade
ALTER TABLE viewed DROP COLUMN a CASCADE;

-- @case a column that a materialized view reads
ALTER TABLE viewed DROP COLUMN b;

-- @case a column that a materialized view reads, cascade
ALTER TABLE viewed DROP COLUMN b CASCADE;

-- @case a primary key without references
ALTER TABLE f DROP COLUMN id;

-- @case a primary key that is referenced
ALTER TABLE p DROP COLUMN id;

-- @case a primary key that is referenced, cascade
ALTER TABLE p DROP COLUMN id CASCADE;

-- @case a unique column that is referenced
ALTER TABLE p DROP COLUMN code;

-- @case a unique column that is referenced, cascade
ALTER TABLE p DROP COLUMN code CASCADE;

-- @case a column of a referenced table that is no key
ALTER TABLE p DROP COLUMN extra;

-- @case a column with a reference
ALTER TABLE f DROP COLUMN p_id;

-- @case two columns with references
ALTER TABLE f DROP COLUMN p_id, DROP COLUMN p_code;

-- @case an identity
ALTER TABLE f DROP COLUMN i;

-- @case a key that the table itself references
ALTER TABLE self DROP COLUMN id;

-- @case a key that the table itself references, cascade
ALTER TABLE self DROP COLUMN id CASCADE;

-- @case a column that references the table itself
ALTER TABLE self DROP COLUMN up;

-- @case a parent's column
ALTER TABLE parent DROP COLUMN b;

-- @case a parent's column that a child has by itself, too
ALTER TABLE parent DROP COLUMN a;

-- @case a parent's column only
ALTER TABLE ONLY parent DROP COLUMN a;

-- @case an inherited column of a child
ALTER TABLE child DROP COLUMN a;

-- @case a child's own column
ALTER TABLE child DROP COLUMN c;

-- @case a column that a child has by itself and inherits
ALTER TABLE own_a DROP COLUMN a;

-- @case a partitioned table's column with an index
ALTER TABLE part DROP COLUMN c;

-- @case a partition key
ALTER TABLE part DROP COLUMN a;

-- @case the key of a partition
ALTER TABLE part DROP COLUMN b;

-- @case a column in a partition key's expression
ALTER TABLE by_expression DROP COLUMN b;

-- @case a partitioned table's column only
ALTER TABLE ONLY part DROP COLUMN c;

-- @case a partition's column
ALTER TABLE part_1 DROP COLUMN c;

-- @case a column of a statistics object
ALTER TABLE stats DROP COLUMN a;

-- @case a column of a policy
ALTER TABLE policed DROP COLUMN a;

-- @case a column of a policy, cascade
ALTER TABLE policed DROP COLUMN a CASCADE;

-- @case a column of a trigger's list
ALTER TABLE triggered DROP COLUMN a;

-- @case a column of a trigger's condition
ALTER TABLE triggered DROP COLUMN b;

-- @case a column of a trigger's condition, cascade
ALTER TABLE triggered DROP COLUMN b CASCADE;

-- @case a column of a rule
ALTER TABLE ruled DROP COLUMN a;

-- @case a column of a rule, cascade
ALTER TABLE ruled DROP COLUMN a CASCADE;

-- @case a typed table's column
ALTER TABLE of_pair DROP COLUMN x;

-- @case a column of a publication's list
-- @versions 15..18
-- @given
CREATE PUBLICATION pub FOR TABLE viewed (a, c);
-- @statement
ALTER TABLE viewed DROP COLUMN c;

-- @case a column of a publication's row filter
-- @versions 15..18
-- @given
CREATE PUBLICATION pub FOR TABLE viewed WHERE (c > 5);
-- @statement
ALTER TABLE viewed DROP COLUMN c;

-- @case a column of a publication's list, cascade
-- @versions 15..18
-- @given
CREATE PUBLICATION pub FOR TABLE viewed (a, c);
-- @statement
ALTER TABLE viewed DROP COLUMN c CASCADE;

-- @case a column that a virtual column reads
-- @versions 18
-- @given
ALTER TABLE viewed ADD COLUMN g integer GENERATED ALWAYS AS (c * 2) VIRTUAL;
-- @statement
ALTER TABLE viewed DROP COLUMN c;

-- @case a column that a function with a body of SQL reads
-- @versions 14..18
-- @given
CREATE FUNCTION reads_c() RETURNS integer LANGUAGE sql RETURN (SELECT max(c) FROM viewed);
-- @statement
ALTER TABLE viewed DROP COLUMN c;

-- @case a column that a function's text reads
-- @given
CREATE FUNCTION reads_c() RETURNS integer LANGUAGE sql AS 'SELECT max(c) FROM viewed';
-- @statement
ALTER TABLE viewed DROP COLUMN c;

-- @case a serial column whose sequence another table uses
-- @given
CREATE TABLE other (id integer DEFAULT nextval('f_id_seq'));
-- @statement
ALTER TABLE f DROP COLUMN id;

-- @case a serial column whose sequence another table uses, cascade
-- @given
CREATE TABLE other (id integer DEFAULT nextval('f_id_seq'));
-- @statement
ALTER TABLE f DROP COLUMN id CASCADE;

-- @case an included column of an index
-- @given
CREATE UNIQUE INDEX viewed_a ON viewed (a) INCLUDE (c);
-- @statement
ALTER TABLE viewed DROP COLUMN c;

-- @case the replica identity's column
-- @given
ALTER TABLE viewed ALTER COLUMN c SET NOT NULL;
CREATE UNIQUE INDEX viewed_c ON viewed (c);
ALTER TABLE viewed REPLICA IDENTITY USING INDEX viewed_c;
-- @statement
ALTER TABLE viewed DROP COLUMN c;

-- @case the only column
-- @given
CREATE TABLE one (a integer);
-- @statement
ALTER TABLE one DROP COLUMN a;

-- @case a column of a view
ALTER TABLE v DROP COLUMN a;

-- @case the same column twice
ALTER TABLE viewed DROP COLUMN c, DROP COLUMN c;

-- @case a column that is dropped and added again
ALTER TABLE viewed DROP COLUMN c, ADD COLUMN c text;

-- @case a column whose index belongs to a foreign key of others through a unique index
-- @given
CREATE UNIQUE INDEX viewed_c ON viewed (c);
CREATE TABLE refers (c integer REFERENCES viewed (c));
-- @statement
ALTER TABLE viewed DROP COLUMN c;

-- @case the CHECK of a column that is dropped gives its name free
-- @given
CREATE TABLE named (a integer, b integer, c integer, CONSTRAINT named_any CHECK (a IS NOT NULL OR b IS NOT NULL), CONSTRAINT named_key UNIQUE (b, c));
INSERT INTO named SELECT i, i, i FROM generate_series(1, 2000) i;
-- @statement
ALTER TABLE named DROP COLUMN b, ADD CONSTRAINT named_any CHECK (a IS NOT NULL), ADD CONSTRAINT named_key UNIQUE (c);
