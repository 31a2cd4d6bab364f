SET lock_timeout = '2s';
{{if .plugin}}
ALTER TABLE {{.prefix}}boards ADD COLUMN plugin text;
{{end}}
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_indexes WHERE tablename = '{{.prefix}}boards' AND indexname = 'boards_owner') THEN
    CREATE INDEX boards_owner ON {{.prefix}}boards (owner);
  END IF;
END $$;
