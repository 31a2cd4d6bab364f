-- Statements whose locks and work are often told wrongly.
-- @setup
CREATE TABLE p (id integer PRIMARY KEY, name text);
INSERT INTO p SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE f (id integer PRIMARY KEY, p_id integer CONSTRAINT f_p REFERENCES p, v varchar(50), e text);
INSERT INTO f SELECT i, i, 'v', repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE INDEX f_v ON f (v);
CREATE VIEW w AS SELECT id, name FROM p;
CREATE TABLE part (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE part_2 (id integer NOT NULL, at date NOT NULL);
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE TABLE moods (m mood, s serial);
CREATE SEQUENCE s OWNED BY moods.s;

-- @case a default that holds for all rows, and not null
ALTER TABLE f ADD COLUMN c integer NOT NULL DEFAULT 5;

-- @case now() is computed once
ALTER TABLE f ADD COLUMN c timestamptz NOT NULL DEFAULT now();

-- @case a function of several arguments is not volatile for that: ${value}
-- @each value: concat('a', 'b') | md5('a') | to_char(now(), 'YYYY') | 'random' | 'gen_random_uuid()'
ALTER TABLE f ADD COLUMN c text DEFAULT ${value};

-- @case text is not free for all types
ALTER TABLE f ALTER COLUMN id TYPE text;

-- @case a longer varchar is free
ALTER TABLE f ALTER COLUMN v TYPE varchar(100);

-- @case varchar to text is free, index and all
ALTER TABLE f ALTER COLUMN v TYPE text;

-- @case text to varchar is not
ALTER TABLE f ALTER COLUMN e TYPE varchar(1000);

-- @case a check on an added column reads the table
ALTER TABLE f ADD COLUMN c integer CHECK (c > 0);

-- @case a reference on an added column does not
ALTER TABLE f ADD COLUMN c integer REFERENCES p;

-- @case a foreign key locks both tables against writes only
ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES p;

-- @case a foreign key that is not valid locks them, too
ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES p NOT VALID;

-- @case a check locks against reads
ALTER TABLE f ADD CONSTRAINT k CHECK (id > 0) NOT VALID;

-- @case a foreign key that is dropped locks both tables against reads
ALTER TABLE f DROP CONSTRAINT f_p;

-- @case a foreign key that is dropped with its column
ALTER TABLE f DROP COLUMN p_id;

-- @case a referencing table that is dropped locks the referenced one
DROP TABLE f;

-- @case a referenced table that is dropped
DROP TABLE p;

-- @case a referenced table that is dropped with what depends on it
DROP TABLE p CASCADE;

-- @case a referenced table that is truncated though nothing refers to its rows
TRUNCATE p;

-- @case a column that a view shows is renamed
ALTER TABLE p RENAME COLUMN name TO title;

-- @case a table that a view shows is renamed
ALTER TABLE p RENAME TO people;

-- @case an index that is renamed
ALTER INDEX f_v RENAME TO f_v2;

-- @case a partition that is attached
ALTER TABLE part ATTACH PARTITION part_2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');

-- @case a partition that is made
CREATE TABLE part_3 PARTITION OF part FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');

-- @case a child by inheritance that is made
CREATE TABLE c () INHERITS (p);

-- @case a value that is added to an enum
ALTER TYPE mood ADD VALUE 'higher';

-- @case a value of an enum that is renamed
ALTER TYPE mood RENAME VALUE 'high' TO 'higher';

-- @case a sequence that is altered
ALTER SEQUENCE s INCREMENT BY 2;

-- @case a serial whose column becomes bigint
ALTER TABLE moods ALTER COLUMN s TYPE bigint;

-- @case a serial whose sequence becomes bigint
ALTER SEQUENCE moods_s_seq AS bigint;

-- @case a column that is there, if not exists, of another type
ALTER TABLE f ADD COLUMN IF NOT EXISTS v integer NOT NULL DEFAULT random() * 5;

-- @case a validation beside another sub-command
-- @given
ALTER TABLE f ADD CONSTRAINT k CHECK (id > 0) NOT VALID;
-- @statement
ALTER TABLE f VALIDATE CONSTRAINT k, ALTER COLUMN v SET DEFAULT 'x';

-- @case a validation by itself
-- @given
ALTER TABLE f ADD CONSTRAINT k CHECK (id > 0) NOT VALID;
-- @statement
ALTER TABLE f VALIDATE CONSTRAINT k;

-- @case a validation of a foreign key by itself
-- @given
ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES p NOT VALID;
-- @statement
ALTER TABLE f VALIDATE CONSTRAINT k;

-- @case NOT NULL by a valid check of the column
-- @given
ALTER TABLE f ADD CONSTRAINT k CHECK (e IS NOT NULL) NOT VALID;
ALTER TABLE f VALIDATE CONSTRAINT k;
-- @statement
ALTER TABLE f ALTER COLUMN e SET NOT NULL;

-- @case NOT NULL by a valid check of another column whose name holds this one
-- @given
ALTER TABLE f ADD COLUMN e_more text DEFAULT 'x' CONSTRAINT k CHECK (e_more IS NOT NULL);
-- @statement
ALTER TABLE f ALTER COLUMN e SET NOT NULL;

-- @case NOT NULL by a check that was validated before it was dropped
-- @given
ALTER TABLE f ADD CONSTRAINT k CHECK (e IS NOT NULL);
ALTER TABLE f DROP CONSTRAINT k;
-- @statement
ALTER TABLE f ALTER COLUMN e SET NOT NULL;

-- @case an equal unique index that becomes the constraint's
-- @given
CREATE UNIQUE INDEX f_new ON f (id);
-- @statement
ALTER TABLE f ADD CONSTRAINT k UNIQUE USING INDEX f_new;

-- @case fillfactor locks no rows out
ALTER TABLE f SET (fillfactor = 70);

-- @case user_catalog_table does
ALTER TABLE f SET (user_catalog_table = true);
