-- Expressions whose type a column does not take, and operators that are not there.
-- @setup
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE DOMAIN short AS varchar(5);
CREATE TABLE t (id bigint PRIMARY KEY, i integer, x text, v varchar(20), u uuid, j jsonb, js json, b boolean, n numeric(10,2), d date, ts timestamp, tz timestamptz, e mood, a text[], s short, by bytea, iv interval, ip inet, o oid, r real);
INSERT INTO t (id) SELECT g FROM generate_series(1, 2000) g;
CREATE TABLE other (id bigint PRIMARY KEY, i integer, x text, u uuid, e mood, j jsonb);
INSERT INTO other (id) SELECT g FROM generate_series(1, 2000) g;
CREATE TABLE old_shape (id bigint, i text, x text, u text, e text, j text);


-- @case SET ${column} from column ${from}
-- @each column: i | x | v | u | j | js | b | n | d | ts | tz | e | a | s | by | iv | ip | o | r
-- @each from: i | x | v | u | j | js | b | n | d | ts | tz | e | a | s | by | iv | ip | o | r
-- @undetermined work: no row is changed
UPDATE t SET ${column} = ${from} WHERE false;

-- @case SET ${column} to ${value}
-- @each column: i | x | u | e | b | j | tz | a
-- @each value: NULL | 1 | 1.5 | true | now() | x || 'a' | id::text | CASE WHEN b THEN 'low' ELSE 'high' END | COALESCE(x, 'low') | to_jsonb(x) | lower(v) | ARRAY['a'] | ARRAY[1] | id = 1 | x::mood | NULLIF(x, '') | GREATEST(i, 2) | j -> 'a' | j ->> 'a' | x IS NULL | current_date | (j ->> 'a')::uuid | DEFAULT
-- @undetermined work: no row is changed
UPDATE t SET ${column} = ${value} WHERE false;

-- @case SET ${column} to gen_random_uuid()
-- @versions 13..18
-- @each column: i | x | u | e | b | j | tz | a
-- @undetermined work: no row is changed
UPDATE t SET ${column} = gen_random_uuid() WHERE false;

-- @case SET ${column} from the other table's ${from}
-- @each column: i | x | u | e | j
-- @each from: o.i | o.x | o.u | o.e | o.j | o.id
-- @undetermined work: names and their types alone are asked
UPDATE t SET ${column} = ${from} FROM other o WHERE o.id = t.id AND false;

-- @case SET from a join
-- @undetermined work: names and their types alone are asked
UPDATE t SET i = w.x FROM other JOIN old_shape w ON w.id = other.id WHERE t.id = other.id;

-- @case SET several at once
-- @undetermined work: names and their types alone are asked
UPDATE t SET (i, x) = (id, u);

-- @case a name of WITH is not the table of that name
-- @undetermined work: names alone are asked
WITH other AS (SELECT 1 AS id, 2 AS x) UPDATE t SET i = other.x FROM other WHERE other.id = t.id;

-- @case a change in WITH that reads a name of it
-- @undetermined work: names alone are asked
WITH other AS (SELECT 1 AS id, 2 AS x), c AS (UPDATE t SET i = other.x FROM other WHERE other.id = t.id RETURNING 1) SELECT * FROM c;

-- @case all columns of ${from} into a table of other types
-- @each from: old_shape | other
-- @undetermined work: no row is inserted
INSERT INTO other SELECT * FROM ${from} WHERE false;

-- @case ${columns} of the table of other types
-- @each columns: id | id, i | id, x | id, u | id, e | id, j | id, i::integer | id, NULL
-- @undetermined work: no row is inserted
INSERT INTO other SELECT ${columns} FROM old_shape WHERE false;

-- @case the query gives the named columns ${columns}
-- @each columns: id, x | id, i | id, u | id, e | id, j
-- @undetermined work: no row is inserted
INSERT INTO other (${columns}) SELECT id, x FROM old_shape WHERE false;

-- @case the query counts
-- @undetermined work: no row is inserted
INSERT INTO other (id, i, x) SELECT count(*), max(i), min(x) FROM t GROUP BY v HAVING false;

-- @case the query gives DISTINCT constants
-- @undetermined work: no row is inserted
INSERT INTO other (id, x) SELECT DISTINCT id + 5000, 'x' FROM t WHERE false;

-- @case the condition ${condition}
-- @each condition: v = b | x = i | u = x | e = 'low' | j = x | id = i | id = n | d = tz | ts = tz | x = 'a' | b | NOT b | x LIKE v | v = s | a = x | x = ANY (a) | ip = x | o = i | r = n | by = x | iv = ts | e = ANY (ARRAY['low']::mood[]) | x IN ('a', 'b') | i IN (1, 2) | id IN (SELECT id FROM other) | x BETWEEN 'a' AND 'b' | j @> '{}' | a @> ARRAY['a'] | js = js | x ~ v | lower(x) = v | length(x) = v
-- @undetermined work: no row is deleted
DELETE FROM t WHERE false AND ${condition};
