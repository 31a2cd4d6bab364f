-- Constraints are added behind changes of types and new columns, wherever they stand in the statement.
-- @setup
CREATE TABLE p (id text PRIMARY KEY, n integer UNIQUE);
CREATE TABLE f (id integer PRIMARY KEY, u uuid, x text, j json);
INSERT INTO f SELECT i, NULL, i::text, NULL FROM generate_series(1, 2000) i;

-- @case a foreign key on a column whose type changes to fit
ALTER TABLE f ALTER COLUMN u TYPE text USING u::text, ADD CONSTRAINT f_u FOREIGN KEY (u) REFERENCES p;

-- @case the same, written the other way round
ALTER TABLE f ADD CONSTRAINT f_u FOREIGN KEY (u) REFERENCES p, ALTER COLUMN u TYPE text USING u::text;

-- @case a foreign key on a column whose type changes to one that does not fit
ALTER TABLE f ALTER COLUMN x TYPE uuid USING NULL::uuid, ADD CONSTRAINT f_x FOREIGN KEY (x) REFERENCES p;

-- @case a foreign key on a new column of type ${type}
-- @each type: text | varchar(10) | uuid | serial | integer
ALTER TABLE f ADD COLUMN c ${type}, ADD CONSTRAINT f_c FOREIGN KEY (c) REFERENCES p;

-- @case a foreign key on a column that is dropped and made anew
ALTER TABLE f DROP COLUMN u, ADD COLUMN u text, ADD CONSTRAINT f_u FOREIGN KEY (u) REFERENCES p;

-- @case a foreign key to itself whose key changes to fit
ALTER TABLE f ALTER COLUMN id TYPE text, ADD CONSTRAINT f_x FOREIGN KEY (x) REFERENCES f (id) NOT VALID;

-- @case a foreign key to itself whose key changes and does not fit
ALTER TABLE p ALTER COLUMN n TYPE bigint, ADD CONSTRAINT p_p FOREIGN KEY (id) REFERENCES p (n);

-- @case a key on a column whose type changes to ${type}
-- @each type: text | jsonb | xml
ALTER TABLE f ALTER COLUMN j TYPE ${type} USING NULL::${type}, ADD CONSTRAINT f_j UNIQUE (j);

-- @case an exclusion constraint on a column whose type changes
ALTER TABLE f ALTER COLUMN x TYPE int4range USING int4range(x::integer, x::integer), ADD CONSTRAINT f_x EXCLUDE USING gist (x WITH &&);
