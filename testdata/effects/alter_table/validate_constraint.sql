-- VALIDATE CONSTRAINT.
-- @setup
CREATE TABLE p (id integer PRIMARY KEY);
INSERT INTO p SELECT i FROM generate_series(1, 2000) i;
CREATE TABLE t (a integer, b text, CONSTRAINT valid CHECK (a > -5), CONSTRAINT u UNIQUE (a));
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
ALTER TABLE t ADD CONSTRAINT l CHECK (b <> '') NOT VALID;
ALTER TABLE t ADD CONSTRAINT no_inherit CHECK (b <> 'y') NO INHERIT NOT VALID;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p NOT VALID;
ALTER TABLE t ADD CONSTRAINT valid_f FOREIGN KEY (a) REFERENCES p;
CREATE TABLE negative (a integer);
INSERT INTO negative VALUES (-1);
ALTER TABLE negative ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
ALTER TABLE negative ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p NOT VALID;
CREATE TABLE self (id integer PRIMARY KEY, up integer);
INSERT INTO self SELECT i, i FROM generate_series(1, 2000) i;
ALTER TABLE self ADD CONSTRAINT f FOREIGN KEY (up) REFERENCES self NOT VALID;
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (c integer) INHERITS (parent);
INSERT INTO parent SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
INSERT INTO child SELECT i, repeat('x', 400), i FROM generate_series(1, 2000) i;
ALTER TABLE parent ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
ALTER TABLE parent ADD CONSTRAINT no_inherit CHECK (a > 0) NO INHERIT NOT VALID;
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY RANGE (a);
CREATE TABLE part_2_1 PARTITION OF part_2 FOR VALUES FROM (1000) TO (9000);
INSERT INTO part SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
ALTER TABLE part ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
CREATE TABLE keyed_part (a integer PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE keyed_part_1 PARTITION OF keyed_part FOR VALUES FROM (0) TO (9000);
INSERT INTO keyed_part SELECT i FROM generate_series(1, 2000) i;
ALTER TABLE t ADD CONSTRAINT f_part FOREIGN KEY (a) REFERENCES keyed_part NOT VALID;

-- @case a check
ALTER TABLE t VALIDATE CONSTRAINT k;

-- @case a check that is valid
ALTER TABLE t VALIDATE CONSTRAINT valid;

-- @case a check that is valid now
-- @given
ALTER TABLE t VALIDATE CONSTRAINT k;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT k;

-- @case a check that does not inherit
ALTER TABLE t VALIDATE CONSTRAINT no_inherit;

-- @case two checks
ALTER TABLE t VALIDATE CONSTRAINT k, VALIDATE CONSTRAINT l;

-- @case a foreign key
ALTER TABLE t VALIDATE CONSTRAINT f;

-- @case a foreign key that is valid
ALTER TABLE t VALIDATE CONSTRAINT valid_f;

-- @case a foreign key to a partitioned table
ALTER TABLE t VALIDATE CONSTRAINT f_part;

-- @case a foreign key to the same table
ALTER TABLE self VALIDATE CONSTRAINT f;

-- @case a check and a foreign key
ALTER TABLE t VALIDATE CONSTRAINT k, VALIDATE CONSTRAINT f;

-- @case a check beside a stronger sub-command
ALTER TABLE t VALIDATE CONSTRAINT k, ALTER COLUMN b SET DEFAULT 'x';

-- @case a foreign key beside a stronger sub-command
ALTER TABLE t VALIDATE CONSTRAINT f, ALTER COLUMN b SET DEFAULT 'x';

-- @case a check beside a weaker sub-command
ALTER TABLE t VALIDATE CONSTRAINT k, ALTER COLUMN a SET STATISTICS 100;

-- @case a unique constraint
ALTER TABLE t VALIDATE CONSTRAINT u;

-- @case a constraint that does not exist
ALTER TABLE t VALIDATE CONSTRAINT missing;

-- @case a check that the rows break
-- @undetermined failure: the rows decide
ALTER TABLE negative VALIDATE CONSTRAINT k;

-- @case a foreign key that the rows break
-- @undetermined failure: the rows decide
ALTER TABLE negative VALIDATE CONSTRAINT f;

-- @case added and validated at once
ALTER TABLE t ADD CONSTRAINT m CHECK (a > -1) NOT VALID, VALIDATE CONSTRAINT m;

-- @case a check that is not enforced
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT m CHECK (a > -1) NOT ENFORCED;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT m;

-- @case a foreign key that is not enforced
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT m FOREIGN KEY (a) REFERENCES p NOT ENFORCED;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT m;

-- @case an inheritance parent
ALTER TABLE parent VALIDATE CONSTRAINT k;

-- @case an inheritance parent only
ALTER TABLE ONLY parent VALIDATE CONSTRAINT k;

-- @case an inheritance parent's own check
ALTER TABLE parent VALIDATE CONSTRAINT no_inherit;

-- @case an inheritance parent whose child is validated
-- @given
ALTER TABLE child VALIDATE CONSTRAINT k;
-- @statement
ALTER TABLE parent VALIDATE CONSTRAINT k;

-- @case an inheritance child
ALTER TABLE child VALIDATE CONSTRAINT k;

-- @case a partitioned table
ALTER TABLE part VALIDATE CONSTRAINT k;

-- @case a partitioned table only
ALTER TABLE ONLY part VALIDATE CONSTRAINT k;

-- @case a partition
ALTER TABLE part_1 VALIDATE CONSTRAINT k;

-- @case a partitioned table whose partition is validated
-- @given
ALTER TABLE part_1 VALIDATE CONSTRAINT k;
-- @statement
ALTER TABLE part VALIDATE CONSTRAINT k;

-- @case a foreign key of a partition
-- @given
ALTER TABLE part_1 ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p NOT VALID;
-- @statement
ALTER TABLE part_1 VALIDATE CONSTRAINT f;

-- @case a foreign key of a partitioned table
-- @versions 18
-- @given
ALTER TABLE part ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p NOT VALID;
-- @statement
ALTER TABLE part VALIDATE CONSTRAINT f;

-- @case a foreign key of a partitioned table, at one partition
-- @versions 18
-- @given
ALTER TABLE part ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p NOT VALID;
-- @statement
ALTER TABLE part_1 VALIDATE CONSTRAINT f;
