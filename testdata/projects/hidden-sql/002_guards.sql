SET lock_timeout = '2s';

-- Taken: the column is not there.
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = 'users' AND column_name = 'token'
    ) THEN
        ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
    END IF;
END $$;

-- Not taken: the column is there.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'token') THEN
        ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
    END IF;
END $$;

-- The type is there, and its error is caught.
DO $$ BEGIN CREATE TYPE role AS ENUM ('guest'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- Both ways: no script made this table.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename = 'elsewhere') THEN
        ALTER TABLE elsewhere ALTER COLUMN id TYPE bigint;
    END IF;
END $$;
