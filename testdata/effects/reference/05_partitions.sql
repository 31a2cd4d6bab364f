-- Partitions and inheritance
-- @setup
CREATE TABLE r (id integer PRIMARY KEY);
CREATE TABLE m (id integer NOT NULL, d date NOT NULL, r_id integer, PRIMARY KEY (id, d)) PARTITION BY RANGE (d);
CREATE TABLE m_2025 PARTITION OF m FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE m_2026 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE fresh (id integer NOT NULL, d date NOT NULL, r_id integer);
INSERT INTO r SELECT i FROM generate_series(1, 20000) i;
INSERT INTO m SELECT i, '2026-02-01', i FROM generate_series(1, 20000) i;
INSERT INTO fresh SELECT i, '2027-02-01', i FROM generate_series(1, 20000) i;

-- @case CREATE TABLE PARTITION OF
CREATE TABLE m_2027 PARTITION OF m FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

-- @case CREATE TABLE PARTITION OF, with a default partition
-- @given
CREATE TABLE m_default PARTITION OF m DEFAULT;
INSERT INTO m SELECT i, '2040-01-01', i FROM generate_series(1, 20000) i;
-- @statement
CREATE TABLE m_2027 PARTITION OF m FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

-- @case ATTACH PARTITION
ALTER TABLE m ATTACH PARTITION fresh FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

-- @case ATTACH PARTITION, with a CHECK constraint that proves the bounds
-- @given
ALTER TABLE fresh ADD CHECK (d >= '2027-01-01' AND d < '2028-01-01');
ALTER TABLE fresh ADD PRIMARY KEY (id, d);
-- @statement
ALTER TABLE m ATTACH PARTITION fresh FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

-- @case ATTACH PARTITION, with a default partition
-- @given
CREATE TABLE m_default PARTITION OF m DEFAULT;
INSERT INTO m SELECT i, '2040-01-01', i FROM generate_series(1, 20000) i;
-- @statement
ALTER TABLE m ATTACH PARTITION fresh FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

-- @case DETACH PARTITION
ALTER TABLE m DETACH PARTITION m_2025;

-- @case DETACH PARTITION, with a default partition
-- @given
CREATE TABLE m_default PARTITION OF m DEFAULT;
INSERT INTO m SELECT i, '2040-01-01', i FROM generate_series(1, 20000) i;
-- @statement
ALTER TABLE m DETACH PARTITION m_2025;

-- @case DETACH PARTITION CONCURRENTLY
-- @undetermined locks: its last phase locks the index behind all that it waits for, so that is seen by chance
ALTER TABLE m DETACH PARTITION m_2025 CONCURRENTLY;

-- @case DROP TABLE of a partition
DROP TABLE m_2025;

-- @case DROP TABLE of a partitioned table
DROP TABLE m;

-- @case TRUNCATE of a partitioned table
TRUNCATE m;

-- @case TRUNCATE of a partition
TRUNCATE m_2025;

-- @case ADD COLUMN to a partitioned table
ALTER TABLE m ADD COLUMN c integer;

-- @case ADD COLUMN with a volatile default to a partitioned table
ALTER TABLE m ADD COLUMN c double precision DEFAULT random();

-- @case ALTER COLUMN TYPE of a partitioned table
ALTER TABLE m ALTER COLUMN r_id TYPE bigint;

-- @case SET NOT NULL of a partitioned table
ALTER TABLE m ALTER COLUMN r_id SET NOT NULL;

-- @case ADD CHECK to a partitioned table
ALTER TABLE m ADD CONSTRAINT m_check CHECK (id > 0);

-- @case ADD FOREIGN KEY to a partitioned table
ALTER TABLE m ADD FOREIGN KEY (r_id) REFERENCES r;

-- @case ADD FOREIGN KEY NOT VALID to a partitioned table
ALTER TABLE m ADD FOREIGN KEY (r_id) REFERENCES r NOT VALID;

-- @case ADD UNIQUE to a partitioned table
ALTER TABLE m ADD UNIQUE (r_id, d);

-- @case CREATE INDEX on a partitioned table
CREATE INDEX m_r_id_idx ON m (r_id);

-- @case CREATE INDEX ON ONLY a partitioned table
CREATE INDEX m_r_id_idx ON ONLY m (r_id);

-- @case CREATE INDEX CONCURRENTLY on a partitioned table
CREATE INDEX CONCURRENTLY m_r_id_idx ON m (r_id);

-- @case CREATE INDEX on a partition
CREATE INDEX m_2026_r_id_idx ON m_2026 (r_id);

-- @case ALTER INDEX ATTACH PARTITION
-- @given
CREATE INDEX m_r_id_idx ON ONLY m (r_id);
CREATE INDEX m_2026_r_id_idx ON m_2026 (r_id);
-- @statement
ALTER INDEX m_r_id_idx ATTACH PARTITION m_2026_r_id_idx;

-- @case DROP INDEX of a partitioned index
-- @given
CREATE INDEX m_r_id_idx ON m (r_id);
-- @statement
DROP INDEX m_r_id_idx;

-- @case RENAME TO of a partitioned table
ALTER TABLE m RENAME TO renamed;

-- @case CREATE TRIGGER on a partitioned table
-- @given
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
-- @statement
CREATE TRIGGER a_trigger AFTER INSERT ON m FOR EACH ROW EXECUTE FUNCTION trigger_function();

-- @case CREATE TABLE INHERITS
CREATE TABLE child (x integer) INHERITS (fresh);

-- @case ADD COLUMN to an inheritance parent
-- @given
CREATE TABLE child (x integer) INHERITS (fresh);
-- @statement
ALTER TABLE fresh ADD COLUMN c integer;

-- @case DROP TABLE of an inheritance child
-- @given
CREATE TABLE child (x integer) INHERITS (fresh);
-- @statement
DROP TABLE child;
