-- timestamp to timestamptz and back: the session's TimeZone decides from PostgreSQL 12 on.
-- @setup
CREATE TABLE t (p timestamp, z timestamptz, p3 timestamp(3), z3 timestamptz(3), d date, tt time, tz timetz, pa timestamp[], other integer);
INSERT INTO t SELECT '2020-01-01', '2020-01-01', '2020-01-01', '2020-01-01', '2020-01-01', '12:00', '12:00', NULL, i FROM generate_series(1, 3000) i;
CREATE TABLE indexed (p timestamp PRIMARY KEY, z timestamptz UNIQUE, other integer);
INSERT INTO indexed SELECT timestamp '2020-01-01' + i * interval '1 day', timestamptz '2020-01-01' + i * interval '1 day', i FROM generate_series(1, 2000) i;
CREATE INDEX indexed_other ON indexed (other);
CREATE INDEX indexed_p ON indexed (p);
CREATE INDEX indexed_partial ON indexed (other) WHERE p IS NOT NULL;

-- @case ${column} becomes ${to} in the time zone ${zone}
-- @each column: p | z
-- @each to: timestamp | timestamptz
-- @each zone: UTC | GMT | Etc/UTC | Europe/Berlin | America/New_York | Africa/Abidjan | Europe/London | Etc/GMT+1
-- @session
SET TimeZone = '${zone}';
-- @statement
ALTER TABLE t ALTER COLUMN ${column} TYPE ${to};

-- @case ${column} becomes ${to} in another precision
-- @each column: p | z | p3 | z3
-- @each to: timestamp(0) | timestamp(3) | timestamp(6) | timestamptz(0) | timestamptz(3) | timestamptz(6) | timestamptz | timestamp
-- @session
SET TimeZone = 'UTC';
-- @statement
ALTER TABLE t ALTER COLUMN ${column} TYPE ${to};

-- @case the time zone set by an interval
-- @session
SET TIME ZONE 0;
-- @statement
ALTER TABLE t ALTER COLUMN p TYPE timestamptz;

-- @case the time zone set by an offset
-- @session
SET TIME ZONE INTERVAL '+02:00' HOUR TO MINUTE;
-- @statement
ALTER TABLE t ALTER COLUMN p TYPE timestamptz;

-- @case the time zone set for the transaction
-- @session
SET TimeZone = 'Europe/Berlin';
BEGIN;
SET LOCAL TimeZone = 'UTC';
-- @statement
ALTER TABLE t ALTER COLUMN p TYPE timestamptz;

-- @case the time zone set by set_config
-- @session
SET TimeZone = 'Europe/Berlin';
SELECT set_config('TimeZone', 'UTC', false);
-- @statement
ALTER TABLE t ALTER COLUMN p TYPE timestamptz;

-- @case using AT TIME ZONE ${zone}
-- @each zone: 'UTC' | 'Europe/Berlin' | interval '0' | current_setting('TimeZone')
-- @session
SET TimeZone = 'UTC';
-- @statement
ALTER TABLE t ALTER COLUMN p TYPE timestamptz USING p AT TIME ZONE ${zone};

-- @case back using AT TIME ZONE ${zone}
-- @each zone: 'UTC' | 'Europe/Berlin'
-- @session
SET TimeZone = 'UTC';
-- @statement
ALTER TABLE t ALTER COLUMN z TYPE timestamp USING z AT TIME ZONE ${zone};

-- @case using an explicit cast in UTC
-- @session
SET TimeZone = 'UTC';
-- @statement
ALTER TABLE t ALTER COLUMN p TYPE timestamptz USING p::timestamptz;

-- @case other types of time: ${column} becomes ${to}
-- @each column: d | tt | tz | p | z
-- @each to: date | time | timetz | timestamp | timestamptz
-- @session
SET TimeZone = 'UTC';
-- @statement
ALTER TABLE t ALTER COLUMN ${column} TYPE ${to};

-- @case an array of timestamps in UTC
-- @session
SET TimeZone = 'UTC';
-- @statement
ALTER TABLE t ALTER COLUMN pa TYPE timestamptz[];

-- @case an indexed ${column} becomes ${to} in ${zone}
-- @each column: p | z
-- @each to: timestamp | timestamptz
-- @each zone: UTC | Europe/Berlin
-- @session
SET TimeZone = '${zone}';
-- @statement
ALTER TABLE indexed ALTER COLUMN ${column} TYPE ${to};

-- @case a column in an index's expression that is immutable for one type only
-- @given
CREATE INDEX indexed_date ON indexed ((date_trunc('day', p)));
-- @session
SET TimeZone = 'UTC';
-- @statement
ALTER TABLE indexed ALTER COLUMN p TYPE timestamptz;

-- @case a column in an index's predicate that is immutable for one type only
-- @given
CREATE INDEX indexed_after ON indexed (other) WHERE p > '2020-01-01';
-- @session
SET TimeZone = 'UTC';
-- @statement
ALTER TABLE indexed ALTER COLUMN p TYPE timestamptz;
