SET lock_timeout = '2s';
ALTER TABLE ${schema}.users ADD COLUMN note text DEFAULT '${none}';
