-- Which defaults are computed for each row. The table is unknown: it exists, is large and is in use.
ALTER TABLE users ADD COLUMN a uuid DEFAULT gen_random_uuid();  -- expect: add-column-volatile-default
ALTER TABLE users ADD COLUMN b double precision DEFAULT random();  -- expect: add-column-volatile-default
ALTER TABLE users ADD COLUMN c timestamptz DEFAULT clock_timestamp();  -- expect: add-column-volatile-default
ALTER TABLE users ADD COLUMN d text DEFAULT coalesce(NULL, md5(random()::text));  -- expect: add-column-volatile-default
ALTER TABLE users ADD COLUMN e bigint DEFAULT nextval('numbers');  -- expect: add-column-volatile-default
ALTER TABLE users ADD COLUMN f timestamptz DEFAULT now();
ALTER TABLE users ADD COLUMN g timestamptz DEFAULT now() + interval '1 day';
ALTER TABLE users ADD COLUMN h date DEFAULT current_date;
ALTER TABLE users ADD COLUMN i text DEFAULT 'gen_random_uuid()';
ALTER TABLE users ADD COLUMN j int NOT NULL DEFAULT 5;
ALTER TABLE users ADD COLUMN k uuid DEFAULT NULL;
ALTER TABLE users ADD COLUMN l text[] DEFAULT ARRAY['a', 'b'];
ALTER TABLE users
  ADD COLUMN m int,
  -- expect: add-column-volatile-default
  ADD COLUMN n uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN o int DEFAULT 1;
ALTER TABLE users ALTER COLUMN k SET DEFAULT gen_random_uuid();
