-- ATTACH PARTITION: what a CHECK proves about the bound when types, casts, collations and long lists are in play.
-- @setup
CREATE TYPE mood AS ENUM ('low', 'middle', 'high');
CREATE DOMAIN small AS integer;
CREATE TABLE by_int (k integer, b text) PARTITION BY RANGE (k);
CREATE TABLE t_int (k integer NOT NULL, b text);
INSERT INTO t_int SELECT i % 3 + 1, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_bigint (k bigint, b text) PARTITION BY RANGE (k);
CREATE TABLE t_bigint (k bigint NOT NULL, b text);
INSERT INTO t_bigint SELECT i % 3 + 1, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_numeric (k numeric, b text) PARTITION BY RANGE (k);
CREATE TABLE t_numeric (k numeric NOT NULL, b text);
INSERT INTO t_numeric SELECT i % 3 + 1, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_float (k double precision, b text) PARTITION BY RANGE (k);
CREATE TABLE t_float (k double precision NOT NULL, b text);
INSERT INTO t_float SELECT i % 3 + 1, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_domain (k small, b text) PARTITION BY RANGE (k);
CREATE TABLE t_domain (k small NOT NULL, b text);
INSERT INTO t_domain SELECT i % 3 + 1, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_date (k date, b text) PARTITION BY RANGE (k);
CREATE TABLE t_date (k date NOT NULL, b text);
INSERT INTO t_date SELECT date '2020-01-02' + i % 20, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_timestamp (k timestamp, b text) PARTITION BY RANGE (k);
CREATE TABLE t_timestamp (k timestamp NOT NULL, b text);
INSERT INTO t_timestamp SELECT timestamp '2020-01-02' + i % 20 * interval '1 day', repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_timestamptz (k timestamptz, b text) PARTITION BY RANGE (k);
CREATE TABLE t_timestamptz (k timestamptz NOT NULL, b text);
INSERT INTO t_timestamptz SELECT timestamptz '2020-01-02' + i % 20 * interval '1 day', repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_varchar (k varchar(20), b text) PARTITION BY LIST (k);
CREATE TABLE t_varchar (k varchar(20) NOT NULL, b text);
INSERT INTO t_varchar SELECT 'y', repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_char (k char(5), b text) PARTITION BY LIST (k);
CREATE TABLE t_char (k char(5) NOT NULL, b text);
INSERT INTO t_char SELECT 'y', repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_uuid (k uuid, b text) PARTITION BY LIST (k);
CREATE TABLE t_uuid (k uuid NOT NULL, b text);
INSERT INTO t_uuid SELECT '00000000-0000-0000-0000-00000000000a', repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE by_mood (k mood, b text) PARTITION BY LIST (k);
CREATE TABLE mood_default PARTITION OF by_mood DEFAULT;
INSERT INTO by_mood SELECT 'high', repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE t_mood (k mood NOT NULL, b text, CHECK (k = 'low'));
CREATE TABLE by_list (k integer, b text) PARTITION BY LIST (k);
CREATE TABLE t_list (k integer NOT NULL, b text);
INSERT INTO t_list SELECT 1, repeat('x', 400) FROM generate_series(1, 2000) i;

-- @case integers: ${check}
-- @each check: k >= 0.0 AND k < 1000.0 | k >= 0::numeric AND k < 1000 | k >= '0' AND k < '1000' | k >= '0'::bigint AND k < 1000::smallint | k > -1 AND k < 1000 | k >= +0 AND k <= 999 | k BETWEEN SYMMETRIC 1000 AND 0 AND k < 1000 | NOT (k < 0) AND NOT k >= 1000 | k >= 0 AND k < 10 * 100 | k >= 0 AND k < 1e3 | k >= 0 AND NOT k NOT IN (1, 2, 3) | k >= 0 AND (k < 1000) = true | k >= 0 AND true AND k < 1000 | (k >= 0 AND k < 1000) IS TRUE | k >= 0 AND k < 1000 OR k = 5 | k >= 0 AND (k < 1000 OR k > 2000)
-- @given
ALTER TABLE t_int ADD CONSTRAINT c CHECK (${check});
-- @statement
ALTER TABLE by_int ATTACH PARTITION t_int FOR VALUES FROM (0) TO (1000);

-- @case ${type}: ${check}
-- @each type: bigint | numeric | float | domain
-- @each check: k >= 0 AND k < 1000 | k >= 0.0 AND k < 1000.0 | k >= 0::bigint AND k < 1000::bigint | k >= 0::float8 AND k < 1000::float8 | k >= '0' AND k < '1000'
-- @given
ALTER TABLE t_${type} ADD CONSTRAINT c CHECK (${check});
-- @statement
ALTER TABLE by_${type} ATTACH PARTITION t_${type} FOR VALUES FROM (0) TO (1000);

-- @case ${type}s: ${check}
-- @each type: date | timestamp | timestamptz
-- @each check: k >= '2020-01-01' AND k < '2020-02-01' | k >= '2020-01-01'::date AND k < '2020-02-01'::date | k >= '2020-01-01'::timestamp AND k < '2020-02-01'::timestamp | k >= '2020-01-01'::timestamptz AND k < '2020-02-01'::timestamptz | k >= '2020-01-01 00:00:00' AND k < '2020-02-01 00:00' | k >= '2020-01-01' AND k <= '2020-01-31' | k > '2020-01-01' AND k < '2020-01-31 12:00' | k >= '2020-01-01' AND k < '2020-02-02'
-- @given
ALTER TABLE t_${type} ADD CONSTRAINT c CHECK (${check});
-- @statement
ALTER TABLE by_${type} ATTACH PARTITION t_${type} FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');

-- @case a zone that is dropped, on ${type}
-- @each type: date | timestamp
-- @given
ALTER TABLE t_${type} ADD CONSTRAINT c CHECK (k >= '2020-01-01 00:00+00' AND k < '2020-02-01 00:00+05');
-- @statement
ALTER TABLE by_${type} ATTACH PARTITION t_${type} FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');

-- @case ${type}: ${check}
-- @each type: varchar | char
-- @each check: k = 'y' | k = 'y'::text | k = 'y'::varchar | k IN ('y', 'z') | k::text = 'y' | lower(k) = 'y'
-- @given
ALTER TABLE t_${type} ADD CONSTRAINT c CHECK (${check});
-- @statement
ALTER TABLE by_${type} ATTACH PARTITION t_${type} FOR VALUES IN ('y', 'z');

-- @case blanks at the end of a character(n)
-- @given
ALTER TABLE t_char ADD CONSTRAINT c CHECK (k = 'y    ');
-- @statement
ALTER TABLE by_char ATTACH PARTITION t_char FOR VALUES IN ('y', 'z');

-- @case uuid: ${check}
-- @each check: k = '00000000-0000-0000-0000-00000000000a' | k = '00000000-0000-0000-0000-00000000000A' | k IN ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b')
-- @given
ALTER TABLE t_uuid ADD CONSTRAINT c CHECK (${check});
-- @statement
ALTER TABLE by_uuid ATTACH PARTITION t_uuid FOR VALUES IN ('00000000-0000-0000-0000-00000000000a');

-- @case an enum beside a default partition: ${check}
-- @each check: k <> 'low' | k = 'high' | k IN ('middle', 'high') | k > 'low' | k IS NULL OR k <> 'low'
-- @given
ALTER TABLE mood_default ADD CONSTRAINT c CHECK (${check});
-- @statement
ALTER TABLE by_mood ATTACH PARTITION t_mood FOR VALUES IN ('low');

-- @case more than a hundred values: ${check}
-- @each check: k = 1 | k >= 1 AND k <= 100 | k IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119) | k IN (1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119)
-- @given
ALTER TABLE t_list ADD CONSTRAINT c CHECK (${check});
-- @statement
ALTER TABLE by_list ATTACH PARTITION t_list FOR VALUES IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119);

-- @case more than a hundred values in the check alone
-- @given
ALTER TABLE t_list ADD CONSTRAINT c CHECK (k IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119));
-- @statement
ALTER TABLE by_list ATTACH PARTITION t_list FOR VALUES IN (1, 2);
