SET lock_timeout = '2s';

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['users', 'orgs'] LOOP
        EXECUTE format('CREATE INDEX %I ON %I (id)', name || '_id_again', name);
    END LOOP;
    EXECUTE 'ALTER TABLE users ALTER COLUMN email TYPE varchar(100)';
END $$;

-- What the catalogue holds when it runs is not known.
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one.tablename);
    END LOOP;
END $$;
