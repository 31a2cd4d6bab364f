-- What a statement drops is gone before it changes types: neither in the way nor made anew.
-- @setup
CREATE TABLE p (id text CONSTRAINT p_key PRIMARY KEY, kind text, word varchar(10), size integer,
                doubled integer GENERATED ALWAYS AS (size * 2) STORED,
                CONSTRAINT p_word UNIQUE (word), CONSTRAINT p_kind CHECK (kind <> word || 'x'));
INSERT INTO p SELECT i::text, 'k', i::text, i FROM generate_series(1, 2000) i;
CREATE INDEX p_partial ON p (kind) WHERE word <> '0';
CREATE TABLE f (id integer PRIMARY KEY, p_id text CONSTRAINT f_p REFERENCES p, note text);
INSERT INTO f SELECT i, i::text, repeat('x', 400) FROM generate_series(1, 2000) i;

-- @case the foreign key is dropped, then the column is another type
ALTER TABLE f DROP CONSTRAINT f_p, ALTER COLUMN p_id TYPE integer USING p_id::integer;

-- @case written the other way round, drops run first as well
ALTER TABLE f ALTER COLUMN p_id TYPE integer USING p_id::integer, DROP CONSTRAINT f_p;

-- @case the foreign key is dropped, and the type is free
ALTER TABLE f DROP CONSTRAINT f_p, ALTER COLUMN p_id TYPE varchar;

-- @case the key is dropped with the foreign keys that rest on it
ALTER TABLE p DROP CONSTRAINT p_key CASCADE, ALTER COLUMN id TYPE integer USING id::integer;

-- @case the unique constraint is dropped: the type needs no operator class
ALTER TABLE p DROP CONSTRAINT p_word, DROP CONSTRAINT p_kind, DROP COLUMN kind,
  ALTER COLUMN word TYPE json USING to_json(word);

-- @case the unique constraint is dropped, and the type is free
ALTER TABLE p DROP CONSTRAINT p_word, DROP COLUMN kind, ALTER COLUMN word TYPE varchar(20);

-- @case the generated column is dropped
ALTER TABLE p DROP COLUMN doubled, ALTER COLUMN size TYPE bigint;

-- @case a column of the CHECK constraint is dropped with it
ALTER TABLE p DROP COLUMN kind, ALTER COLUMN word TYPE text;

-- @case a column of the index is dropped with it
ALTER TABLE p DROP CONSTRAINT p_word, DROP CONSTRAINT p_kind, DROP COLUMN kind, ALTER COLUMN word TYPE text;
