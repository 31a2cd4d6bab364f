-- ALTER TABLE: constraints
-- @setup
CREATE TABLE r (id integer PRIMARY KEY, x integer);
CREATE TABLE t (id integer NOT NULL, a integer, b text, r_id integer);
INSERT INTO r SELECT i, i FROM generate_series(1, 2000) i;
INSERT INTO t SELECT i, i, repeat('x', 400), i FROM generate_series(1, 2000) i;

-- @case ADD CHECK
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0);

-- @case ADD CHECK NOT VALID
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0) NOT VALID;

-- @case VALIDATE CONSTRAINT of a CHECK constraint
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0) NOT VALID;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT t_a_check;

-- @case ADD CHECK NOT ENFORCED
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0) NOT ENFORCED;

-- @case ADD NOT NULL
ALTER TABLE t ADD CONSTRAINT t_a_not_null NOT NULL a;

-- @case ADD NOT NULL NOT VALID
ALTER TABLE t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID;

-- @case VALIDATE CONSTRAINT of a NOT NULL constraint
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT t_a_not_null;

-- @case ADD FOREIGN KEY
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r;

-- @case ADD FOREIGN KEY NOT VALID
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r NOT VALID;

-- @case VALIDATE CONSTRAINT of a foreign key
-- @given
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r NOT VALID;
-- @statement
ALTER TABLE t VALIDATE CONSTRAINT t_r_id_fkey;

-- @case ADD FOREIGN KEY NOT ENFORCED
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r NOT ENFORCED;

-- @case ALTER CONSTRAINT to DEFERRABLE
-- @given
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r;
-- @statement
ALTER TABLE t ALTER CONSTRAINT t_r_id_fkey DEFERRABLE INITIALLY DEFERRED;

-- @case ALTER CONSTRAINT to ENFORCED
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r NOT ENFORCED;
-- @statement
ALTER TABLE t ALTER CONSTRAINT t_r_id_fkey ENFORCED;

-- @case ALTER CONSTRAINT to NO INHERIT
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_not_null NOT NULL a;
-- @statement
ALTER TABLE t ALTER CONSTRAINT t_a_not_null NO INHERIT;

-- @case ADD UNIQUE
ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE (a);

-- @case ADD UNIQUE USING INDEX
-- @given
CREATE UNIQUE INDEX t_a_idx ON t (a);
-- @statement
ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE USING INDEX t_a_idx;

-- @case ADD PRIMARY KEY on a NOT NULL column
ALTER TABLE t ADD PRIMARY KEY (id);

-- @case ADD PRIMARY KEY on a column that takes nulls
ALTER TABLE t ADD PRIMARY KEY (a);

-- @case ADD PRIMARY KEY USING INDEX on a NOT NULL column
-- @given
CREATE UNIQUE INDEX t_id_idx ON t (id);
-- @statement
ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_id_idx;

-- @case ADD PRIMARY KEY USING INDEX on a column that takes nulls
-- @given
CREATE UNIQUE INDEX t_a_idx ON t (a);
-- @statement
ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_a_idx;

-- @case ADD EXCLUDE
ALTER TABLE t ADD CONSTRAINT t_a_excl EXCLUDE USING btree (a WITH =);

-- @case DROP CONSTRAINT of a CHECK constraint
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0);
-- @statement
ALTER TABLE t DROP CONSTRAINT t_a_check;

-- @case DROP CONSTRAINT of a foreign key
-- @given
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r;
-- @statement
ALTER TABLE t DROP CONSTRAINT t_r_id_fkey;

-- @case DROP CONSTRAINT of a UNIQUE constraint
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE (a);
-- @statement
ALTER TABLE t DROP CONSTRAINT t_a_key;

-- @case DROP CONSTRAINT of a primary key that a foreign key needs
-- @given
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r;
-- @statement
ALTER TABLE r DROP CONSTRAINT r_pkey;

-- @case DROP CONSTRAINT of a primary key with CASCADE
-- @given
ALTER TABLE t ADD CONSTRAINT t_r_id_fkey FOREIGN KEY (r_id) REFERENCES r;
-- @statement
ALTER TABLE r DROP CONSTRAINT r_pkey CASCADE;

-- @case RENAME CONSTRAINT of a CHECK constraint
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0);
-- @statement
ALTER TABLE t RENAME CONSTRAINT t_a_check TO renamed;

-- @case RENAME CONSTRAINT of a UNIQUE constraint
-- @given
ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE (a);
-- @statement
ALTER TABLE t RENAME CONSTRAINT t_a_key TO renamed;
