-- ATTACH PARTITION and a default partition.
-- @setup
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_0 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_default PARTITION OF part DEFAULT;
INSERT INTO part SELECT i, repeat('x', 400) FROM generate_series(5000, 6999) i;
CREATE TABLE n (a integer NOT NULL, b text, CHECK (a >= 1000 AND a < 3000));
INSERT INTO n SELECT i, repeat('x', 400) FROM generate_series(1000, 2999) i;
CREATE TABLE l (a text, b integer) PARTITION BY LIST (a);
CREATE TABLE l_x PARTITION OF l FOR VALUES IN ('x');
CREATE TABLE l_default PARTITION OF l DEFAULT;
INSERT INTO l SELECT 'w', i FROM generate_series(1, 5000) i;
CREATE TABLE t (a text NOT NULL CHECK (a = 'y'), b integer);
INSERT INTO t SELECT 'y', i FROM generate_series(1, 5000) i;
CREATE TABLE plain (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE plain_0 PARTITION OF plain FOR VALUES FROM (0) TO (1000);
CREATE TABLE d (a integer, b text);
INSERT INTO d SELECT i, repeat('x', 400) FROM generate_series(5000, 6999) i;
CREATE TABLE no_parts (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE deep (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE deep_default PARTITION OF deep DEFAULT PARTITION BY RANGE (a);
CREATE TABLE deep_default_1 PARTITION OF deep_default FOR VALUES FROM (5000) TO (9000);
CREATE TABLE deep_default_default PARTITION OF deep_default DEFAULT;
INSERT INTO deep SELECT i, repeat('x', 400) FROM generate_series(5000, 11999) i;

-- @case nothing proves that the default partition holds none of the rows
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a check on the default partition: ${check}
-- @each check: a >= 5000 | a < 1000 OR a >= 3000 | a IS NULL OR a < 1000 OR a >= 3000 | NOT (a >= 1000 AND a < 3000) | NOT (a IS NOT NULL AND a >= 1000 AND a < 3000) | a IS NOT NULL AND a >= 5000 | a >= 2000 | a IS NOT NULL AND (a < 1000 OR a >= 3000)
-- @given
ALTER TABLE part_default ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a check on the default partition that is not valid
-- @given
ALTER TABLE part_default ADD CONSTRAINT k CHECK (a >= 5000) NOT VALID;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a list, nothing proves it
ALTER TABLE l ATTACH PARTITION t FOR VALUES IN ('y');

-- @case a list with a check on the default partition: ${check}
-- @each check: a <> 'y' | a = 'w' | a IS NULL OR a <> 'y' | a NOT IN ('x', 'y') | NOT (a IS NOT NULL AND a = 'y')
-- @given
ALTER TABLE l_default ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE l ATTACH PARTITION t FOR VALUES IN ('y');

-- @case a default partition
ALTER TABLE plain ATTACH PARTITION d DEFAULT;

-- @case a default partition with a check: ${check}
-- @each check: a >= 1000 | a < 0 OR a >= 1000 | NOT (a IS NOT NULL AND a >= 0 AND a < 1000) | a IS NULL OR a < 0 OR a >= 1000 | a > 0 | a IS NOT NULL AND a >= 5000
-- @given
ALTER TABLE d ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE plain ATTACH PARTITION d DEFAULT;

-- @case a default partition of a table without partitions
ALTER TABLE no_parts ATTACH PARTITION d DEFAULT;

-- @case a second default partition
ALTER TABLE part ATTACH PARTITION d DEFAULT;

-- @case a default partition that is partitioned
ALTER TABLE deep ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a default partition that is partitioned, with a check
-- @given
ALTER TABLE deep_default ADD CHECK (a >= 5000 AND a IS NOT NULL);
-- @statement
ALTER TABLE deep ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a new partition beside a default one
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1000) TO (3000);

-- @case a new partition beside a default one with a check
-- @given
ALTER TABLE part_default ADD CHECK (a IS NOT NULL AND a >= 5000);
-- @statement
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1000) TO (3000);

-- @case a new partition
CREATE TABLE plain_1 PARTITION OF plain FOR VALUES FROM (1000) TO (3000);

-- @case a new default partition
CREATE TABLE plain_default PARTITION OF plain DEFAULT;

-- @case a new partition that is partitioned
CREATE TABLE plain_1 PARTITION OF plain FOR VALUES FROM (1000) TO (3000) PARTITION BY LIST (b);

-- @case a new partition with a constraint of its own
CREATE TABLE plain_1 PARTITION OF plain (CHECK (a > 1), b DEFAULT 'x') FOR VALUES FROM (1000) TO (3000);

-- @case a new partition that exists
CREATE TABLE plain_0 PARTITION OF plain FOR VALUES FROM (1000) TO (3000);

-- @case a new partition that exists, if not exists
CREATE TABLE IF NOT EXISTS plain_0 PARTITION OF plain FOR VALUES FROM (1000) TO (3000);

-- @case a new partition of a bound that overlaps
CREATE TABLE plain_1 PARTITION OF plain FOR VALUES FROM (500) TO (3000);

-- @case a default partition detached
ALTER TABLE part DETACH PARTITION part_default;

-- @case a partition detached beside a default one
ALTER TABLE part DETACH PARTITION part_0;

-- @case a partition detached concurrently beside a default one
-- @versions 14..18
ALTER TABLE part DETACH PARTITION part_0 CONCURRENTLY;

-- @case a default partition dropped
DROP TABLE part_default;

-- @case a partition dropped beside a default one
DROP TABLE part_0;
