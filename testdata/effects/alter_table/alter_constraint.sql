-- ALTER CONSTRAINT and RENAME CONSTRAINT.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TABLE p (id integer PRIMARY KEY);
INSERT INTO p SELECT i FROM generate_series(1, 2000) i;
CREATE TABLE t (id integer PRIMARY KEY, a integer CONSTRAINT f REFERENCES p, b integer CONSTRAINT d REFERENCES p DEFERRABLE INITIALLY DEFERRED, c integer CONSTRAINT k CHECK (c > 0), u integer UNIQUE);
INSERT INTO t SELECT i, i, i, i, i FROM generate_series(1, 2000) i;
CREATE TABLE self (id integer PRIMARY KEY, up integer CONSTRAINT self_f REFERENCES self);
CREATE TABLE part (a integer CONSTRAINT part_f REFERENCES p) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000);
INSERT INTO part SELECT i FROM generate_series(1, 2000) i;
CREATE TABLE keyed_part (a integer PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE keyed_part_1 PARTITION OF keyed_part FOR VALUES FROM (0) TO (9000);
CREATE TABLE to_part (a integer CONSTRAINT to_part_f REFERENCES keyed_part);
CREATE TABLE parent (a integer CONSTRAINT k CHECK (a > 0));
CREATE TABLE child () INHERITS (parent);

-- @case the foreign key ${constraint} becomes ${what}
-- @each what: DEFERRABLE | DEFERRABLE INITIALLY DEFERRED | NOT DEFERRABLE | INITIALLY DEFERRED | INITIALLY IMMEDIATE | NOT DEFERRABLE INITIALLY DEFERRED
-- @each constraint: f | d
ALTER TABLE t ALTER CONSTRAINT ${constraint} ${what};

-- @case a constraint of another kind: ${constraint}
-- @each constraint: k | t_pkey | t_u_key | missing
ALTER TABLE t ALTER CONSTRAINT ${constraint} DEFERRABLE;

-- @case a foreign key to the same table
ALTER TABLE self ALTER CONSTRAINT self_f DEFERRABLE;

-- @case a foreign key to a partitioned table
ALTER TABLE to_part ALTER CONSTRAINT to_part_f DEFERRABLE;

-- @case a foreign key of a partitioned table
ALTER TABLE part ALTER CONSTRAINT part_f DEFERRABLE;

-- @case a foreign key of a partitioned table only
ALTER TABLE ONLY part ALTER CONSTRAINT part_f DEFERRABLE;

-- @case a foreign key that a partition inherits
ALTER TABLE part_1 ALTER CONSTRAINT part_f DEFERRABLE;

-- @case a foreign key not enforced
ALTER TABLE t ALTER CONSTRAINT f NOT ENFORCED;

-- @case a foreign key enforced that is
-- @versions 18
ALTER TABLE t ALTER CONSTRAINT f ENFORCED;

-- @case a foreign key enforced again
-- @versions 18
-- @given
ALTER TABLE t ALTER CONSTRAINT f NOT ENFORCED;
-- @statement
ALTER TABLE t ALTER CONSTRAINT f ENFORCED;

-- @case a foreign key not enforced and deferrable
-- @versions 18
ALTER TABLE t ALTER CONSTRAINT f DEFERRABLE NOT ENFORCED;

-- @case a check not enforced
-- @versions 18
ALTER TABLE t ALTER CONSTRAINT k NOT ENFORCED;

-- @case a foreign key of a partitioned table not enforced
-- @versions 18
ALTER TABLE part ALTER CONSTRAINT part_f NOT ENFORCED;

-- @case a foreign key of a partitioned table enforced again
-- @versions 18
-- @given
ALTER TABLE part ALTER CONSTRAINT part_f NOT ENFORCED;
-- @statement
ALTER TABLE part ALTER CONSTRAINT part_f ENFORCED;

-- @case a foreign key to a partitioned table not enforced
-- @versions 18
ALTER TABLE to_part ALTER CONSTRAINT to_part_f NOT ENFORCED;

-- @case a check no longer inherited
-- @versions 18
ALTER TABLE parent ALTER CONSTRAINT k NO INHERIT;

-- @case a constraint not valid
ALTER TABLE t ALTER CONSTRAINT f NOT VALID;

-- @case a foreign key renamed
ALTER TABLE t RENAME CONSTRAINT f TO g;

-- @case a key renamed
ALTER TABLE t RENAME CONSTRAINT t_pkey TO k2;

-- @case a check renamed
ALTER TABLE t RENAME CONSTRAINT k TO k2;

-- @case a constraint renamed that does not exist
ALTER TABLE t RENAME CONSTRAINT missing TO k2;

-- @case a constraint renamed to a name that is taken
ALTER TABLE t RENAME CONSTRAINT k TO f;

-- @case a key renamed to a relation's name
ALTER TABLE t RENAME CONSTRAINT t_pkey TO p;

-- @case a check of an inheritance parent renamed
ALTER TABLE parent RENAME CONSTRAINT k TO k2;

-- @case a check of an inheritance parent only renamed
ALTER TABLE ONLY parent RENAME CONSTRAINT k TO k2;

-- @case a check of an inheritance child renamed
ALTER TABLE child RENAME CONSTRAINT k TO k2;

-- @case a foreign key of a partitioned table renamed
ALTER TABLE part RENAME CONSTRAINT part_f TO g;

-- @case a foreign key of a partition renamed
ALTER TABLE part_1 RENAME CONSTRAINT part_f TO g;

-- @case a key of a partitioned table renamed
ALTER TABLE keyed_part RENAME CONSTRAINT keyed_part_pkey TO k2;

-- @case a constraint of a table that does not exist renamed
ALTER TABLE missing RENAME CONSTRAINT k TO k2;

-- @case a constraint of a table that does not exist renamed, if exists
ALTER TABLE IF EXISTS missing RENAME CONSTRAINT k TO k2;
