-- The names that PostgreSQL makes up: indexes, constraints, sequences; collisions and truncation at 63 bytes.
-- @setup
CREATE TABLE t (a integer, b text, c integer);
CREATE TABLE p (id integer PRIMARY KEY, x integer UNIQUE);
CREATE TABLE taken_a_idx (x integer);
CREATE TABLE taken (a integer, b integer);
CREATE TABLE a_table_with_a_name_that_is_exactly_sixty_three_bytes_long_okay (a integer, a_column_with_a_name_that_is_exactly_sixty_three_bytes_long_fine integer);
CREATE TABLE überschriften_über_alle_möglichen_größen_und_längen (größe integer, schlüssel integer);

-- @case an index on a column
CREATE INDEX ON t (a);

-- @case an index on two columns
CREATE INDEX ON t (a, b);

-- @case a second index on a column
-- @given
CREATE INDEX ON t (a);
-- @statement
CREATE INDEX ON t (a);

-- @case a third index on a column
-- @given
CREATE INDEX ON t (a);
CREATE INDEX ON t (a);
-- @statement
CREATE UNIQUE INDEX ON t (a);

-- @case an index on an expression
-- @each what: (lower(b)) | ((a + c)) | (a, (a + c)) | ((a + c), (a - c)) | (coalesce(b, 'x')) | ((b::varchar)) | (upper(b), lower(b)) | ((CASE WHEN a > 0 THEN 1 END)) | ((b IS NULL)) | ((a > 0)) | (pg_catalog.lower(b)) | ((greatest(a, c)))
CREATE INDEX ON t ${what};

-- @case an index with included columns
CREATE INDEX ON t (a) INCLUDE (c);

-- @case an index whose name is taken by a table
CREATE INDEX ON taken (a);

-- @case a name too long for two
CREATE INDEX ON a_table_with_a_name_that_is_exactly_sixty_three_bytes_long_okay (a);

-- @case two names that are too long
CREATE INDEX ON a_table_with_a_name_that_is_exactly_sixty_three_bytes_long_okay (a_column_with_a_name_that_is_exactly_sixty_three_bytes_long_fine);

-- @case names of several bytes for each letter are cut between letters
CREATE INDEX ON überschriften_über_alle_möglichen_größen_und_längen (größe, schlüssel);

-- @case many columns in a name
-- @given
CREATE TABLE wide (column_number_one integer, column_number_two integer, column_number_three integer, column_number_four integer);
-- @statement
CREATE INDEX ON wide (column_number_one, column_number_two, column_number_three, column_number_four);

-- @case the indexes of a table's keys
CREATE TABLE n (a integer PRIMARY KEY, b integer UNIQUE, c integer, UNIQUE (b, c), UNIQUE (c));

-- @case two equal unique constraints make one index
CREATE TABLE n (a integer UNIQUE, UNIQUE (a));

-- @case a unique constraint equal to the primary key
CREATE TABLE n (a integer PRIMARY KEY, UNIQUE (a));

-- @case a unique constraint of a name, equal to another
CREATE TABLE n (a integer UNIQUE, CONSTRAINT again UNIQUE (a));

-- @case an exclusion constraint's index
CREATE TABLE n (a integer, r int4range, EXCLUDE USING gist (r WITH &&));

-- @case the sequence of a serial column whose name is taken
-- @given
CREATE SEQUENCE n_id_seq;
-- @statement
CREATE TABLE n (id serial PRIMARY KEY);

-- @case the index of a primary key whose name is taken
-- @given
CREATE TABLE n_pkey (a integer);
-- @statement
CREATE TABLE n (id integer PRIMARY KEY);

-- @case names of a long table
CREATE TABLE another_table_with_a_name_that_is_exactly_sixty_three_bytes_lon (id serial PRIMARY KEY, value integer UNIQUE);

-- @case a table name of more than 63 bytes is cut
CREATE TABLE a_table_with_a_name_that_is_longer_than_the_sixty_three_bytes_that_fit (id integer PRIMARY KEY);

-- @case a table name of more than 63 bytes exists once it is cut
CREATE TABLE a_table_with_a_name_that_is_exactly_sixty_three_bytes_long_okay_and_more (id integer);

-- @case names in the temporary schema
CREATE TEMP TABLE t (id serial PRIMARY KEY);

-- @case a quoted name
CREATE TABLE "Mixed Case" ("Id" serial PRIMARY KEY, "a.b" integer UNIQUE);

-- @case a name in capitals is folded
CREATE TABLE T (a integer);

-- @case a foreign key of a name does not move on to another
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES p;
-- @statement
ALTER TABLE t DROP CONSTRAINT t_a_fkey1;

-- @case a foreign key's generated name
-- @given
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p;
-- @statement
ALTER TABLE t DROP CONSTRAINT t_a_fkey;

-- @case the generated name of a second foreign key on a column
-- @given
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p;
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p (x);
-- @statement
ALTER TABLE t DROP CONSTRAINT t_a_fkey1;

-- @case a foreign key of two columns and its name
-- @given
CREATE UNIQUE INDEX p_both ON p (id, x);
ALTER TABLE t ADD FOREIGN KEY (a, c) REFERENCES p (id, x);
-- @statement
ALTER TABLE t DROP CONSTRAINT t_a_c_fkey;

-- @case a check's generated name with one column
-- @given
ALTER TABLE t ADD CHECK (a > 0);
-- @statement
ALTER TABLE t DROP CONSTRAINT t_a_check;

-- @case a check's generated name with two columns
-- @given
ALTER TABLE t ADD CHECK (a > c);
-- @statement
ALTER TABLE t DROP CONSTRAINT t_check;

-- @case a check's generated name with one column twice
-- @given
ALTER TABLE t ADD CHECK (a > 0 AND a < 10);
ALTER TABLE t ADD CHECK (a <> 5);
-- @statement
ALTER TABLE t DROP CONSTRAINT t_a_check1;

-- @case a check's generated name in CREATE TABLE
-- @given
CREATE TABLE checked (a integer CHECK (a > 0) CHECK (a < 9), b integer, CHECK (b > 0), CHECK (a > b));
-- @statement
ALTER TABLE checked DROP CONSTRAINT checked_a_check, DROP CONSTRAINT checked_a_check1, DROP CONSTRAINT checked_b_check, DROP CONSTRAINT checked_check;

-- @case a not-null constraint's generated name is known in 18
-- @given
CREATE TABLE nn (a integer NOT NULL);
-- @statement
ALTER TABLE nn DROP CONSTRAINT nn_a_not_null;

-- @case a domain check's generated name
-- @given
CREATE DOMAIN positive AS integer CHECK (VALUE > 0) CHECK (VALUE < 100);
-- @statement
ALTER DOMAIN positive DROP CONSTRAINT positive_check1;

-- @case a renamed table keeps the names that were made for it
-- @given
CREATE TABLE old_name (id serial PRIMARY KEY, b integer UNIQUE);
ALTER TABLE old_name RENAME TO new_name;
-- @statement
DROP INDEX old_name_pkey;

-- @case a renamed table's serial keeps its sequence
-- @given
CREATE TABLE old_name (id serial PRIMARY KEY);
ALTER TABLE old_name RENAME TO new_name;
-- @statement
ALTER SEQUENCE old_name_id_seq RESTART;

-- @case the names of a partition's indexes
-- @given
CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (a);
CREATE INDEX some_name ON r (b);
ALTER TABLE r ADD CONSTRAINT some_key PRIMARY KEY (a);
-- @statement
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);

-- @case the names of a copy's indexes
-- @given
CREATE TABLE source (a integer CONSTRAINT some_key PRIMARY KEY, b text CONSTRAINT some_unique UNIQUE, c text);
CREATE INDEX some_index ON source (lower(c));
CREATE INDEX other_index ON source (c) WHERE a > 0;
-- @statement
CREATE TABLE n (LIKE source INCLUDING INDEXES);

-- @case a constraint's index USING INDEX takes the constraint's name
-- @given
CREATE UNIQUE INDEX loose ON t (a);
-- @statement
ALTER TABLE t ADD CONSTRAINT tight UNIQUE USING INDEX loose;

-- @case the type of a table keeps others from its name
CREATE TYPE t AS ENUM ('a');

-- @case the array type of a table gives way
CREATE TABLE _t (a integer);
