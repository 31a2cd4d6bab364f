-- ADD COLUMN with constraints of its own: what is scanned, built and locked.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TABLE p (id integer PRIMARY KEY, code text UNIQUE);
INSERT INTO p SELECT i, i::text FROM generate_series(1, 10) i;
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE empty_table (a integer, b text);

-- @case not null without a default
-- @undetermined failure: the rows decide
ALTER TABLE t ADD COLUMN c integer NOT NULL;

-- @case not null without a default on an empty table
-- @undetermined work: an empty table is looked at, a table with rows is refused at the first of them
-- @undetermined failure: the table has no rows
ALTER TABLE empty_table ADD COLUMN c integer NOT NULL;

-- @case an explicit null
ALTER TABLE t ADD COLUMN c integer NULL;

-- @case null and not null
ALTER TABLE t ADD COLUMN c integer NULL NOT NULL;

-- @case not null twice
ALTER TABLE t ADD COLUMN c integer NOT NULL NOT NULL DEFAULT 1;

-- @case a check: ${check}
-- @each check: CHECK (c > 0) | DEFAULT 5 CHECK (c > 0) | CHECK (c IS NULL) | CHECK (true) | CONSTRAINT k CHECK (c > 0) | CONSTRAINT k CHECK (c > 0) NO INHERIT | CHECK (c > 0) CHECK (c < 10) | DEFAULT random() * 10 + 1 CHECK (c > 0) | NOT NULL DEFAULT 5 CHECK (c > 0)
ALTER TABLE t ADD COLUMN c integer ${check};

-- @case a check against another column
-- @undetermined failure: whether the rows satisfy the check
ALTER TABLE t ADD COLUMN c integer DEFAULT 5000 CHECK (c > a);

-- @case a check that the default breaks
-- @undetermined failure: the rows decide
ALTER TABLE t ADD COLUMN c integer DEFAULT -5 CHECK (c > 0);

-- @case a check that is not valid
ALTER TABLE t ADD COLUMN c integer CHECK (c > 0) NOT VALID;

-- @case a check that is not enforced
ALTER TABLE t ADD COLUMN c integer CHECK (c > 0) NOT ENFORCED;

-- @case unique
ALTER TABLE t ADD COLUMN c integer UNIQUE;

-- @case unique, nulls not distinct
-- @undetermined failure: the new column is null in all rows
ALTER TABLE empty_table ADD COLUMN c integer UNIQUE NULLS NOT DISTINCT;

-- @case unique with options: ${unique}
-- @each unique: CONSTRAINT k UNIQUE | UNIQUE DEFERRABLE | UNIQUE DEFERRABLE INITIALLY DEFERRED | UNIQUE WITH (fillfactor = 70) | UNIQUE USING INDEX TABLESPACE pg_default | NULL UNIQUE
ALTER TABLE t ADD COLUMN c integer ${unique};

-- @case unique with a constant default on an empty table
ALTER TABLE empty_table ADD COLUMN c integer DEFAULT 1 UNIQUE;

-- @case unique of a type that has no operator class: ${type}
-- @each type: json | point | xml
ALTER TABLE empty_table ADD COLUMN c ${type} UNIQUE;

-- @case a primary key on an empty table
-- @undetermined work: an empty table is looked at, a table with rows is refused at the first of them
-- @undetermined failure: the table has no rows
ALTER TABLE empty_table ADD COLUMN c integer PRIMARY KEY;

-- @case a primary key of an identity
ALTER TABLE t ADD COLUMN c integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY;

-- @case a primary key of a serial
ALTER TABLE t ADD COLUMN c bigserial PRIMARY KEY;

-- @case a primary key beside another one
ALTER TABLE p ADD COLUMN c serial PRIMARY KEY;

-- @case a reference: ${reference}
-- @each reference: REFERENCES p | REFERENCES p (id) | REFERENCES p ON DELETE CASCADE | CONSTRAINT k REFERENCES p | REFERENCES p DEFERRABLE INITIALLY DEFERRED | NULL REFERENCES p | REFERENCES p NOT DEFERRABLE | REFERENCES p MATCH FULL
ALTER TABLE t ADD COLUMN c integer ${reference};

-- @case a reference with a default of null
-- @undetermined work: no row refers to the table, and so the plan decides whether it is read
ALTER TABLE t ADD COLUMN c integer DEFAULT NULL REFERENCES p;

-- @case a reference with a default
ALTER TABLE t ADD COLUMN c integer DEFAULT 5 REFERENCES p;

-- @case a reference with a not null default
ALTER TABLE t ADD COLUMN c integer NOT NULL DEFAULT 5 REFERENCES p;

-- @case a reference with a volatile default
ALTER TABLE t ADD COLUMN c integer DEFAULT floor(random() * 3)::integer + 1 REFERENCES p;

-- @case a reference that is unique, too
ALTER TABLE t ADD COLUMN c integer UNIQUE REFERENCES p;

-- @case a reference to a unique column that is no key
ALTER TABLE t ADD COLUMN c text REFERENCES p (code);

-- @case a reference of another type
ALTER TABLE t ADD COLUMN c bigint REFERENCES p;

-- @case a reference of a type that cannot be compared
ALTER TABLE t ADD COLUMN c text REFERENCES p;

-- @case a reference to the same table
ALTER TABLE p ADD COLUMN c integer REFERENCES p;

-- @case a reference to a table without a key
ALTER TABLE t ADD COLUMN c integer REFERENCES empty_table;

-- @case a reference to a column that is not unique
ALTER TABLE t ADD COLUMN c integer REFERENCES empty_table (a);

-- @case a reference to a table that does not exist
ALTER TABLE t ADD COLUMN c integer REFERENCES missing;

-- @case a reference to a column that does not exist
ALTER TABLE t ADD COLUMN c integer REFERENCES p (missing);

-- @case a reference to two tables
ALTER TABLE t ADD COLUMN c integer REFERENCES p REFERENCES p (id);

-- @case a reference that is not enforced
ALTER TABLE t ADD COLUMN c integer REFERENCES p NOT ENFORCED;

-- @case a reference on an empty table with a default
-- @undetermined work: no row refers to the table, and so the plan decides whether it is read
ALTER TABLE empty_table ADD COLUMN c integer DEFAULT 5 REFERENCES p;

-- @case a check that names a column that does not exist
ALTER TABLE t ADD COLUMN c integer CHECK (missing > 0);

-- @case a check that is no condition
ALTER TABLE t ADD COLUMN c integer CHECK (c + 1);

-- @case a check with a subquery
ALTER TABLE t ADD COLUMN c integer CHECK (c IN (SELECT id FROM p));

-- @case a constraint whose name is taken
ALTER TABLE p ADD COLUMN c integer CONSTRAINT p_pkey CHECK (c > 0);

-- @case a generated name for a second unique column
-- @given
ALTER TABLE t ADD COLUMN c integer UNIQUE;
ALTER TABLE t RENAME COLUMN c TO d;
-- @statement
ALTER TABLE t ADD COLUMN c integer UNIQUE;

-- @case a unique column of a table with a very long name
-- @given
CREATE TABLE a_table_with_a_name_that_is_as_long_as_a_name_may_be_in_postgre (a integer);
-- @statement
ALTER TABLE a_table_with_a_name_that_is_as_long_as_a_name_may_be_in_postgre ADD COLUMN a_column_with_a_long_name integer UNIQUE REFERENCES p CHECK (a_column_with_a_long_name > 0);

-- @case everything at once
ALTER TABLE t ADD COLUMN c integer GENERATED BY DEFAULT AS IDENTITY UNIQUE CHECK (c > 0);

-- @case two columns and a check over both
ALTER TABLE t ADD COLUMN c integer, ADD COLUMN d integer, ADD CHECK (c < d);

-- @case two columns and a key over both
-- @undetermined work: an empty table is looked at, a table with rows is refused at the first of them
-- @undetermined failure: the table has no rows
ALTER TABLE empty_table ADD COLUMN c integer, ADD COLUMN d integer, ADD PRIMARY KEY (c, d);

-- @case a column and a foreign key on it
-- @undetermined work: no row refers to the table, and so the plan decides whether it is read
ALTER TABLE t ADD COLUMN c integer, ADD FOREIGN KEY (c) REFERENCES p;

-- @case a column and a foreign key on it that is not valid
ALTER TABLE t ADD COLUMN c integer, ADD FOREIGN KEY (c) REFERENCES p NOT VALID;

-- @case a column with a deferrable check
ALTER TABLE t ADD COLUMN c integer CHECK (c > 0) DEFERRABLE;
