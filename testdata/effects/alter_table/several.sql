-- Several sub-commands in one statement: the strongest mode, one rewrite, one scan, and their order.
-- @setup
CREATE TABLE p (id integer PRIMARY KEY);
INSERT INTO p SELECT i FROM generate_series(1, 2000) i;
CREATE TABLE t (a integer, b text, c integer, v varchar(10));
INSERT INTO t SELECT i, repeat('x', 400), i, 'v' FROM generate_series(1, 2000) i;
CREATE INDEX t_a ON t (a);
CREATE INDEX t_b ON t (b);
CREATE TABLE parent (a integer, b text);
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
INSERT INTO child SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE VIEW view_v AS SELECT v FROM t;

-- @case ${first} and ${second}
-- @each first: ADD COLUMN n integer DEFAULT 5 | ADD COLUMN n float8 DEFAULT random() | ALTER COLUMN a TYPE bigint | ALTER COLUMN a SET NOT NULL | ADD CHECK (a > 0) | ADD FOREIGN KEY (a) REFERENCES p | ADD UNIQUE (c) | DROP COLUMN b | ALTER COLUMN a SET STATISTICS 5 | SET (fillfactor = 70) | DISABLE TRIGGER ALL | SET UNLOGGED
-- @each second: ADD COLUMN m integer | ADD COLUMN m serial | ALTER COLUMN c TYPE text | ALTER COLUMN c SET NOT NULL | ADD CHECK (c > 0) | ADD CHECK (c > 0) NOT VALID | ADD FOREIGN KEY (c) REFERENCES p NOT VALID | ADD PRIMARY KEY (c) | DROP COLUMN a | ALTER COLUMN c SET STATISTICS 5 | ENABLE ROW LEVEL SECURITY
ALTER TABLE t ${first}, ${second};

-- @case a column added, filled, and not null
ALTER TABLE t ADD COLUMN n integer DEFAULT 5, ALTER COLUMN n DROP DEFAULT, ALTER COLUMN n SET NOT NULL;

-- @case a column added and dropped
ALTER TABLE t ADD COLUMN n integer, DROP COLUMN n;

-- @case a column dropped and its check, too
ALTER TABLE t DROP COLUMN a, ADD CHECK (a > 0);

-- @case a constraint added and dropped
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0), DROP CONSTRAINT k;

-- @case a type, a default and a check
ALTER TABLE t ALTER COLUMN a TYPE bigint, ALTER COLUMN a SET DEFAULT 5, ADD CHECK (a > 0);

-- @case a failure after a rewrite
ALTER TABLE t ALTER COLUMN a TYPE bigint, ALTER COLUMN missing SET DEFAULT 5;

-- @case a failure before a rewrite
ALTER TABLE t ALTER COLUMN missing SET DEFAULT 5, ALTER COLUMN a TYPE bigint;

-- @case a view in the way of the second
ALTER TABLE t ALTER COLUMN a TYPE bigint, ALTER COLUMN v TYPE text;

-- @case three weak ones
ALTER TABLE t ALTER COLUMN a SET STATISTICS 5, SET (fillfactor = 70), CLUSTER ON t_a;

-- @case weak ones and one that takes a middle one
ALTER TABLE t ALTER COLUMN a SET STATISTICS 5, ADD FOREIGN KEY (a) REFERENCES p NOT VALID;

-- @case an inheritance parent with two
ALTER TABLE parent ALTER COLUMN a SET NOT NULL, ADD CHECK (a > 0);

-- @case an inheritance parent with one for itself
ALTER TABLE parent ALTER COLUMN a SET NOT NULL, SET (fillfactor = 70);

-- @case an inheritance parent only with two
ALTER TABLE ONLY parent ALTER COLUMN a SET DEFAULT 5, SET (fillfactor = 70);

-- @case everything that a deployment may do
ALTER TABLE t ADD COLUMN n timestamptz NOT NULL DEFAULT now(), ADD COLUMN m jsonb NOT NULL DEFAULT '{}', DROP COLUMN c, ALTER COLUMN a SET NOT NULL, ADD CONSTRAINT k UNIQUE (a);

-- @case a rename beside another sub-command
ALTER TABLE t RENAME COLUMN a TO z, ADD COLUMN n integer;

-- @case a default beside a change of the type: ${actions}
-- @each actions: ALTER COLUMN c DROP DEFAULT, ALTER COLUMN c TYPE text USING c::text, ALTER COLUMN c SET DEFAULT 'low' | ALTER COLUMN c SET DEFAULT 'low', ALTER COLUMN c TYPE text | ALTER COLUMN c TYPE text, ALTER COLUMN c SET DEFAULT 5 | ALTER COLUMN c TYPE bigint, ALTER COLUMN c SET DEFAULT 'low'
-- @given
ALTER TABLE t ALTER COLUMN c SET DEFAULT 5;
-- @statement
ALTER TABLE t ${actions};
