-- ATTACH PARTITION by list and by hash.
-- @setup
CREATE TABLE l (a text, b integer) PARTITION BY LIST (a);
CREATE TABLE l_x PARTITION OF l FOR VALUES IN ('x');
CREATE TABLE h (a integer, b text) PARTITION BY HASH (a);
CREATE TABLE h_0 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE t (a text, b integer);
INSERT INTO t SELECT 'y', i FROM generate_series(1, 5000) i;
CREATE TABLE n (a text NOT NULL, b integer);
INSERT INTO n SELECT 'y', i FROM generate_series(1, 5000) i;
CREATE TABLE i (a integer, b text);
CREATE TABLE li (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE ti (a integer NOT NULL, b integer);
INSERT INTO ti SELECT 1, i FROM generate_series(1, 5000) i;
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE TABLE le (a mood NOT NULL, b integer) PARTITION BY LIST (a);
CREATE TABLE te (a mood NOT NULL, b integer);
INSERT INTO te SELECT 'low', i FROM generate_series(1, 5000) i;
CREATE TABLE lb (a boolean NOT NULL, b integer) PARTITION BY LIST (a);
CREATE TABLE tb (a boolean NOT NULL, b integer);
INSERT INTO tb SELECT true, i FROM generate_series(1, 5000) i;

-- @case a list: ${values}, nothing proves it for ${table}
-- @each values: IN ('y') | IN ('y', 'z') | IN ('y', NULL)
-- @each table: t | n
ALTER TABLE l ATTACH PARTITION ${table} FOR VALUES ${values};

-- @case a list IN (${values}) with the check ${check} on ${table}
-- @each values: 'y' | 'y', 'z' | 'y', NULL
-- @each check: a = 'y' | a IN ('y') | a IN ('y', 'z') | a = 'y' OR a = 'z' | a IS NOT NULL AND a = 'y' | a = ANY (ARRAY['y', 'z']) | a IS NOT NULL | a IS NULL OR a = 'y' | a <> 'x'
-- @each table: t | n
-- @given
ALTER TABLE ${table} ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE l ATTACH PARTITION ${table} FOR VALUES IN (${values});

-- @case a list of numbers with the check ${check}
-- @each check: a = 1 | a IN (1, 2) | a >= 1 AND a <= 1 | a > 0 AND a < 2 | a = 1 AND b > 0 | a = 1::smallint | a IN (1, 2, 3) | abs(a) = 1
-- @given
ALTER TABLE ti ADD CONSTRAINT k CHECK (${check});
-- @statement
ALTER TABLE li ATTACH PARTITION ti FOR VALUES IN (1, 2);

-- @case a list of enums
ALTER TABLE le ATTACH PARTITION te FOR VALUES IN ('low');

-- @case a list of enums with a check
-- @given
ALTER TABLE te ADD CHECK (a = 'low');
-- @statement
ALTER TABLE le ATTACH PARTITION te FOR VALUES IN ('low');

-- @case a list of booleans
ALTER TABLE lb ATTACH PARTITION tb FOR VALUES IN (true);

-- @case a list of booleans with the check ${check}
-- @each check: a | a = true | a IS TRUE | NOT (NOT a) | a IS NOT FALSE
-- @given
ALTER TABLE tb ADD CHECK (${check});
-- @statement
ALTER TABLE lb ATTACH PARTITION tb FOR VALUES IN (true);

-- @case a value that another partition has
ALTER TABLE l ATTACH PARTITION t FOR VALUES IN ('x');

-- @case a value twice
ALTER TABLE l ATTACH PARTITION t FOR VALUES IN ('y', 'y');

-- @case a range for a list
ALTER TABLE l ATTACH PARTITION t FOR VALUES FROM ('y') TO ('z');

-- @case a hash: ${bound}
-- @each bound: MODULUS 4, REMAINDER 1 | MODULUS 8, REMAINDER 3 | MODULUS 4, REMAINDER 0 | MODULUS 4, REMAINDER 4 | MODULUS 3, REMAINDER 1 | MODULUS 0, REMAINDER 0
ALTER TABLE h ATTACH PARTITION i FOR VALUES WITH (${bound});

-- @case a hash with a check
-- @given
ALTER TABLE i ADD CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE h ATTACH PARTITION i FOR VALUES WITH (MODULUS 4, REMAINDER 1);

-- @case a hash with rows
-- @given
INSERT INTO h_0 SELECT i, 'x' FROM generate_series(1, 20000) i WHERE satisfies_hash_partition('h'::regclass, 4, 0, i);
CREATE TABLE moved (LIKE h);
INSERT INTO moved SELECT i, 'x' FROM generate_series(1, 20000) i WHERE satisfies_hash_partition('h'::regclass, 4, 1, i);
-- @statement
ALTER TABLE h ATTACH PARTITION moved FOR VALUES WITH (MODULUS 4, REMAINDER 1);

-- @case a default partition of a hash
ALTER TABLE h ATTACH PARTITION i DEFAULT;
