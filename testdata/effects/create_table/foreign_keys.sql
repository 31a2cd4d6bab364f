-- CREATE TABLE with foreign keys: the referenced tables, their partitions and their keys.
-- @setup
CREATE TABLE p (id integer PRIMARY KEY, code text UNIQUE, a integer, b integer, plain integer);
CREATE UNIQUE INDEX p_a_b ON p (a, b);
CREATE UNIQUE INDEX p_partial ON p (plain) WHERE plain > 0;
CREATE TABLE q (id bigint PRIMARY KEY);
CREATE TABLE ranged (id integer PRIMARY KEY, v text) PARTITION BY RANGE (id);
CREATE TABLE ranged_1 PARTITION OF ranged FOR VALUES FROM (0) TO (1000);
CREATE TABLE ranged_2 PARTITION OF ranged FOR VALUES FROM (1000) TO (2000) PARTITION BY RANGE (id);
CREATE TABLE ranged_2_1 PARTITION OF ranged_2 FOR VALUES FROM (1000) TO (1500);
CREATE TABLE ranged_d PARTITION OF ranged DEFAULT;
CREATE UNLOGGED TABLE u (id integer PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM p;
CREATE MATERIALIZED VIEW m AS SELECT id FROM p;
CREATE TABLE deferred (id integer PRIMARY KEY DEFERRABLE);
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE child (CONSTRAINT child_key PRIMARY KEY (id)) INHERITS (parent);
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case a column references a primary key
CREATE TABLE n (id integer REFERENCES p);

-- @case a column references a unique column
CREATE TABLE n (code text REFERENCES p (code));

-- @case a table constraint references two columns
CREATE TABLE n (a integer, b integer, CONSTRAINT both_of FOREIGN KEY (a, b) REFERENCES p (a, b));

-- @case two foreign keys to two tables
CREATE TABLE n (a integer REFERENCES p, b bigint REFERENCES q);

-- @case two foreign keys to one table
CREATE TABLE n (a integer REFERENCES p, b integer REFERENCES p ON DELETE CASCADE);

-- @case a foreign key to itself
CREATE TABLE n (id integer PRIMARY KEY, up integer REFERENCES n);

-- @case a foreign key with every option
CREATE TABLE n (id integer REFERENCES p MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED);

-- @case ON DELETE SET NULL of some columns is syntax of 15
CREATE TABLE n (a integer, b integer, FOREIGN KEY (a, b) REFERENCES p (a, b) ON DELETE SET NULL (b));

-- @case a foreign key of a wider type
CREATE TABLE n (id bigint REFERENCES p);

-- @case a foreign key of another type that has no operator
CREATE TABLE n (id text REFERENCES p);

-- @case a foreign key to a partitioned table
CREATE TABLE n (id integer REFERENCES ranged);

-- @case a foreign key to a partition
CREATE TABLE n (id integer REFERENCES ranged_1);

-- @case a foreign key to a partitioned partition
CREATE TABLE n (id integer REFERENCES ranged_2);

-- @case a partitioned table references a table
CREATE TABLE n (id integer REFERENCES p) PARTITION BY RANGE (id);

-- @case a partitioned table references a partitioned table
CREATE TABLE n (id integer REFERENCES ranged) PARTITION BY RANGE (id);

-- @case a foreign key to a parent does not reach its children
CREATE TABLE n (id integer REFERENCES parent);

-- @case a foreign key to an inheritance child
CREATE TABLE n (id integer REFERENCES child);

-- @case a foreign key that is not enforced is syntax of 18
CREATE TABLE n (id integer REFERENCES p NOT ENFORCED);

-- @case a new table takes NOT VALID for valid
CREATE TABLE n (id integer, FOREIGN KEY (id) REFERENCES p NOT VALID);

-- @case a foreign key to an unknown table
CREATE TABLE n (id integer REFERENCES nowhere);

-- @case a foreign key to an unknown column
CREATE TABLE n (id integer REFERENCES p (nothing));

-- @case a foreign key of an unknown column
CREATE TABLE n (id integer, FOREIGN KEY (other) REFERENCES p);

-- @case a foreign key to a column without a key
CREATE TABLE n (id integer REFERENCES p (a));

-- @case a foreign key to a partial unique index
CREATE TABLE n (id integer REFERENCES p (plain));

-- @case a foreign key to a deferrable key
CREATE TABLE n (id integer REFERENCES deferred);

-- @case a foreign key of two columns to a key of one
CREATE TABLE n (a integer, b integer, FOREIGN KEY (a, b) REFERENCES p);

-- @case a foreign key to a table without a primary key
-- @given
CREATE TABLE keyless (id integer);
-- @statement
CREATE TABLE n (id integer REFERENCES keyless);

-- @case a foreign key to a view
CREATE TABLE n (id integer REFERENCES v (id));

-- @case a foreign key to a materialized view
CREATE TABLE n (id integer REFERENCES m (id));

-- @case a permanent table references an unlogged one
CREATE TABLE n (id integer REFERENCES u);

-- @case an unlogged table references a permanent one
CREATE UNLOGGED TABLE n (id integer REFERENCES p);

-- @case a temporary table references a permanent one
CREATE TEMP TABLE n (id integer REFERENCES p);

-- @case a permanent table references a temporary one
-- @session
CREATE TEMP TABLE t (id integer PRIMARY KEY);
-- @statement
CREATE TABLE n (id integer REFERENCES t);

-- @case a foreign key on a generated column with a SET NULL action
CREATE TABLE n (a integer, b integer GENERATED ALWAYS AS (a) STORED REFERENCES p ON DELETE SET NULL);

-- @case a foreign key PERIOD is syntax of 18
-- @versions 18
-- @given
CREATE EXTENSION btree_gist;
CREATE TABLE spans (id integer, during tsrange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
-- @statement
CREATE TABLE n (id integer, during tsrange, FOREIGN KEY (id, PERIOD during) REFERENCES spans (id, PERIOD during));

-- @case a table of a new schema references itself
-- @given
CREATE SCHEMA aside;
-- @each how: REFERENCES aside.u | REFERENCES aside.u (id)
-- @statement
CREATE TABLE aside.u (id integer PRIMARY KEY, c integer ${how});
