-- What a table takes that was emptied before: no row is there that would hold a null.

-- @setup
CREATE TABLE t (a integer);
INSERT INTO t SELECT generate_series(1, 100);
CREATE TABLE p (id integer PRIMARY KEY);
INSERT INTO p SELECT generate_series(1, 10);
CREATE TABLE c (p_id integer REFERENCES p);
INSERT INTO c VALUES (1);
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
INSERT INTO r VALUES (1);
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
INSERT INTO child VALUES (1);
CREATE TABLE other (a integer);
INSERT INTO other VALUES (10);
CREATE TABLE extra (a integer);
INSERT INTO extra VALUES (55);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TABLE kept (a integer);
INSERT INTO kept VALUES (1);
CREATE TRIGGER keep BEFORE DELETE ON kept FOR EACH ROW EXECUTE FUNCTION keep();

-- @case a NOT NULL column after ${change}
-- @send message | statement | pipeline
-- @wrap none | file
-- @each change: TRUNCATE t | TRUNCATE ONLY t | DELETE FROM t | DELETE FROM t WHERE a > 5
${change};
ALTER TABLE t ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column after TRUNCATE and an INSERT
-- @send message | statement | pipeline
-- @wrap none | file
TRUNCATE t;
INSERT INTO t VALUES (1);
ALTER TABLE t ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column after TRUNCATE and a query's rows
-- @send statement
-- @wrap file
TRUNCATE t;
INSERT INTO t SELECT a FROM other;
ALTER TABLE t ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column after TRUNCATE in a transaction of its own
-- @send message | statement | pipeline
BEGIN;
TRUNCATE t;
INSERT INTO t VALUES (2);
COMMIT;
BEGIN;
ALTER TABLE t ADD COLUMN b integer NOT NULL;
COMMIT;

-- @case a NOT NULL column after TRUNCATE was taken back
-- @send message | statement | pipeline
BEGIN;
SAVEPOINT before;
TRUNCATE t;
ROLLBACK TO SAVEPOINT before;
ALTER TABLE t ADD COLUMN b integer NOT NULL;
COMMIT;

-- @case a NOT NULL column of what CASCADE truncates
-- @send statement
-- @wrap file
TRUNCATE p CASCADE;
ALTER TABLE c ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column after ${change}
-- @send statement
-- @wrap file
-- @each change: TRUNCATE r | TRUNCATE r_1 | DELETE FROM r
${change};
ALTER TABLE r ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column of a parent after ${change}
-- @send statement
-- @wrap file
-- @each change: TRUNCATE parent | TRUNCATE ONLY parent | DELETE FROM ONLY parent
${change};
ALTER TABLE parent ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column after rows came with a partition
-- @send statement
-- @wrap file
TRUNCATE r;
ALTER TABLE r ATTACH PARTITION extra FOR VALUES FROM (50) TO (60);
ALTER TABLE r ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column where a trigger keeps the rows
-- @send statement
-- @wrap file
DELETE FROM kept;
ALTER TABLE kept ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column of a table with another name by then
-- @send statement
-- @wrap file
TRUNCATE t;
ALTER TABLE t RENAME TO renamed;
ALTER TABLE renamed ADD COLUMN b integer NOT NULL;
INSERT INTO renamed (a, b) VALUES (1, 2);
ALTER TABLE renamed ADD COLUMN c integer NOT NULL;

-- @case a NOT NULL column after a block that truncates and fills
-- @send statement
-- @wrap file
DO $$ BEGIN TRUNCATE t; INSERT INTO t VALUES (1); END $$;
ALTER TABLE t ADD COLUMN b integer NOT NULL;

-- @case a NOT NULL column after a block that truncates
-- @send statement
-- @wrap file
DO $$ BEGIN TRUNCATE t; END $$;
ALTER TABLE t ADD COLUMN b integer NOT NULL;
