CREATE TABLE users (id bigint PRIMARY KEY, a text, b text, c text, d text NOT NULL);
-- file: 2.sql
ALTER TABLE users ALTER COLUMN id SET NOT NULL;
ALTER TABLE users ALTER COLUMN d SET NOT NULL;
ALTER TABLE users ALTER COLUMN a SET NOT NULL;  -- expect: set-not-null-scan
ALTER TABLE users ADD CONSTRAINT b_there CHECK (b IS NOT NULL) NOT VALID;
-- expect: set-not-null-scan
ALTER TABLE users ALTER COLUMN b SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT c_there CHECK (c IS NOT NULL AND length(c) > 1) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT c_there;
ALTER TABLE users ALTER COLUMN c SET NOT NULL;
ALTER TABLE unknown ALTER COLUMN a SET NOT NULL;  -- expect: set-not-null-scan
