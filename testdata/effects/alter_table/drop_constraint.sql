-- DROP CONSTRAINT of each kind.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TABLE p (id integer PRIMARY KEY, code text UNIQUE, d integer CHECK (d > 0));
INSERT INTO p SELECT i, i::text, i FROM generate_series(1, 2000) i;
CREATE TABLE t (id integer PRIMARY KEY, a integer REFERENCES p, c text REFERENCES p (code), k integer CONSTRAINT k CHECK (k > 0), r int4range, EXCLUDE USING gist (r WITH &&));
INSERT INTO t SELECT i, i, i::text, i, NULL FROM generate_series(1, 2000) i;
CREATE TABLE self (id integer PRIMARY KEY, up integer REFERENCES self);
CREATE TABLE parent (a integer CONSTRAINT k CHECK (a > 0), b integer CONSTRAINT own CHECK (b > 0) NO INHERIT, id integer PRIMARY KEY);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE grandchild (CONSTRAINT k CHECK (a > 0)) INHERITS (child);
CREATE TABLE part (a integer CONSTRAINT k CHECK (a > 0) REFERENCES p, b integer, PRIMARY KEY (a)) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY RANGE (a);
CREATE TABLE part_2_1 PARTITION OF part_2 FOR VALUES FROM (1000) TO (9000);
ALTER TABLE part_1 ADD CONSTRAINT own CHECK (b > 0);
CREATE TABLE keyed_part (a integer PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE keyed_part_1 PARTITION OF keyed_part FOR VALUES FROM (0) TO (9000);
CREATE TABLE to_part (a integer REFERENCES keyed_part);
CREATE TABLE grouped (id integer PRIMARY KEY, a integer);
CREATE VIEW grouped_view AS SELECT id, a FROM grouped GROUP BY id;
CREATE TABLE identified (id integer PRIMARY KEY);
ALTER TABLE identified REPLICA IDENTITY USING INDEX identified_pkey;

-- @case a check
ALTER TABLE t DROP CONSTRAINT k;

-- @case a foreign key
ALTER TABLE t DROP CONSTRAINT t_a_fkey;

-- @case two foreign keys
ALTER TABLE t DROP CONSTRAINT t_a_fkey, DROP CONSTRAINT t_c_fkey;

-- @case a primary key
ALTER TABLE t DROP CONSTRAINT t_pkey;

-- @case an exclusion
ALTER TABLE t DROP CONSTRAINT t_r_excl;

-- @case a constraint that does not exist
ALTER TABLE t DROP CONSTRAINT missing;

-- @case a constraint that does not exist, if exists
ALTER TABLE t DROP CONSTRAINT IF EXISTS missing;

-- @case a constraint that exists, if exists
ALTER TABLE t DROP CONSTRAINT IF EXISTS k;

-- @case a primary key that is referenced
ALTER TABLE p DROP CONSTRAINT p_pkey;

-- @case a primary key that is referenced, cascade
ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE;

-- @case a unique constraint that is referenced
ALTER TABLE p DROP CONSTRAINT p_code_key;

-- @case a unique constraint that is referenced, cascade
ALTER TABLE p DROP CONSTRAINT p_code_key CASCADE;

-- @case a check of a referenced table
ALTER TABLE p DROP CONSTRAINT p_d_check;

-- @case a foreign key to the same table
ALTER TABLE self DROP CONSTRAINT self_up_fkey;

-- @case a key that the table itself references
ALTER TABLE self DROP CONSTRAINT self_pkey;

-- @case a key that the table itself references, cascade
ALTER TABLE self DROP CONSTRAINT self_pkey CASCADE;

-- @case the reference and the key of the same table
ALTER TABLE self DROP CONSTRAINT self_up_fkey, DROP CONSTRAINT self_pkey;

-- @case a key that a view groups by
ALTER TABLE grouped DROP CONSTRAINT grouped_pkey;

-- @case a key that a view groups by, cascade
ALTER TABLE grouped DROP CONSTRAINT grouped_pkey CASCADE;

-- @case the replica identity
ALTER TABLE identified DROP CONSTRAINT identified_pkey;

-- @case a check of an inheritance parent
ALTER TABLE parent DROP CONSTRAINT k;

-- @case a check of an inheritance parent only
ALTER TABLE ONLY parent DROP CONSTRAINT k;

-- @case a check that is not inherited
ALTER TABLE parent DROP CONSTRAINT own;

-- @case a primary key of an inheritance parent
ALTER TABLE parent DROP CONSTRAINT parent_pkey;

-- @case a missing constraint of an inheritance parent, if exists
ALTER TABLE parent DROP CONSTRAINT IF EXISTS missing;

-- @case an inherited check
ALTER TABLE child DROP CONSTRAINT k;

-- @case an inherited check that the table has by itself, too
ALTER TABLE grandchild DROP CONSTRAINT k;

-- @case a check of a partitioned table
ALTER TABLE part DROP CONSTRAINT k;

-- @case a check of a partitioned table only
ALTER TABLE ONLY part DROP CONSTRAINT k;

-- @case a foreign key of a partitioned table
ALTER TABLE part DROP CONSTRAINT part_a_fkey;

-- @case a foreign key of a partition
ALTER TABLE part_1 DROP CONSTRAINT part_a_fkey;

-- @case a primary key of a partitioned table
ALTER TABLE part DROP CONSTRAINT part_pkey;

-- @case a primary key of a partition
ALTER TABLE part_1 DROP CONSTRAINT part_1_pkey;

-- @case a partition's own check
ALTER TABLE part_1 DROP CONSTRAINT own;

-- @case an inherited check of a partition
ALTER TABLE part_1 DROP CONSTRAINT k;

-- @case a key of a partitioned table that is referenced
ALTER TABLE keyed_part DROP CONSTRAINT keyed_part_pkey;

-- @case a key of a partitioned table that is referenced, cascade
ALTER TABLE keyed_part DROP CONSTRAINT keyed_part_pkey CASCADE;

-- @case a foreign key to a partitioned table
ALTER TABLE to_part DROP CONSTRAINT to_part_a_fkey;

-- @case a constraint dropped and made again
ALTER TABLE t DROP CONSTRAINT k, ADD CONSTRAINT k CHECK (k > -1);

-- @case a constraint dropped and made again, not valid
ALTER TABLE t DROP CONSTRAINT k, ADD CONSTRAINT k CHECK (k > -1) NOT VALID;

-- @case a foreign key dropped and made again
ALTER TABLE t DROP CONSTRAINT t_a_fkey, ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;

-- @case a foreign key that is not valid
-- @given
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p NOT VALID;
-- @statement
ALTER TABLE t DROP CONSTRAINT f;

-- @case a constraint and its column
ALTER TABLE t DROP CONSTRAINT k, DROP COLUMN k;

-- @case a table that does not exist, if exists
ALTER TABLE IF EXISTS missing DROP CONSTRAINT k;
