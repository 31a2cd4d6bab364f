-- CREATE TABLE ... LIKE: what is read from, and what is copied.
-- @setup
CREATE TABLE src (
  a integer NOT NULL DEFAULT 7,
  b text,
  c numeric(8, 2) CONSTRAINT c_positive CHECK (c > 0),
  d integer GENERATED ALWAYS AS IDENTITY,
  e integer GENERATED ALWAYS AS (a + 1) STORED,
  f bigserial,
  CONSTRAINT src_key PRIMARY KEY (a),
  CONSTRAINT src_once UNIQUE (b, c)
);
ALTER TABLE src ALTER b SET STORAGE EXTERNAL;
CREATE INDEX src_b ON src (b);
CREATE UNIQUE INDEX src_lower ON src (lower(b)) WHERE a > 0;
CREATE STATISTICS src_stats ON a, b FROM src;
COMMENT ON COLUMN src.b IS 'a comment';
CREATE VIEW v AS SELECT a, b FROM src;
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM src;
CREATE TYPE ct AS (x integer, y text);
CREATE TABLE ranged (a integer, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a);
CREATE TABLE ranged_1 PARTITION OF ranged FOR VALUES FROM (0) TO (10);
CREATE SEQUENCE s;
CREATE INDEX ranged_b ON ranged (b);
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case LIKE alone copies columns and not-nulls
CREATE TABLE n (LIKE src);

-- @case LIKE with one thing included
-- @each what: COMMENTS | CONSTRAINTS | DEFAULTS | GENERATED | IDENTITY | INDEXES | STATISTICS | STORAGE | ALL
CREATE TABLE n (LIKE src INCLUDING ${what});

-- @case LIKE with one thing excluded
-- @each what: COMMENTS | CONSTRAINTS | DEFAULTS | GENERATED | IDENTITY | INDEXES | STATISTICS | STORAGE | ALL
CREATE TABLE n (LIKE src INCLUDING ALL EXCLUDING ${what});

-- @case LIKE INCLUDING COMPRESSION is syntax of 14
CREATE TABLE n (LIKE src INCLUDING COMPRESSION);

-- @case LIKE a partitioned table is no partitioned table
CREATE TABLE n (LIKE ranged INCLUDING ALL);

-- @case LIKE a partition
CREATE TABLE n (LIKE ranged_1 INCLUDING ALL);

-- @case LIKE for a partitioned table
CREATE TABLE n (LIKE ranged INCLUDING ALL) PARTITION BY RANGE (a);

-- @case LIKE a view
CREATE TABLE n (LIKE v);

-- @case LIKE a view with everything
CREATE TABLE n (LIKE v INCLUDING ALL);

-- @case LIKE a materialized view
CREATE TABLE n (LIKE m INCLUDING ALL);

-- @case LIKE a composite type
CREATE TABLE n (LIKE ct);

-- @case LIKE a sequence
CREATE TABLE n (LIKE s);

-- @case LIKE an index
CREATE TABLE n (LIKE src_b);

-- @case LIKE an unknown table
CREATE TABLE n (LIKE nowhere INCLUDING ALL);

-- @case LIKE and a column of the same name
CREATE TABLE n (a integer, LIKE src);

-- @case LIKE two tables with a common column
CREATE TABLE n (LIKE src, LIKE ranged);

-- @case LIKE with a key of its own and the copied one
CREATE TABLE n (LIKE src INCLUDING INDEXES, PRIMARY KEY (b));

-- @case LIKE beside columns of its own
CREATE TABLE n (x integer PRIMARY KEY, LIKE src INCLUDING DEFAULTS INCLUDING CONSTRAINTS, y bigserial);

-- @case LIKE when the table exists already
CREATE TABLE IF NOT EXISTS src (LIKE ranged INCLUDING ALL);

-- @case a temporary table LIKE another
CREATE TEMP TABLE src (LIKE src INCLUDING ALL);
