CREATE TABLE users (id bigint, a text);
-- file: 2.sql
ALTER TABLE users ADD CONSTRAINT a_there CHECK (a IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT a_there;
ALTER TABLE users ALTER COLUMN a SET NOT NULL, DROP CONSTRAINT a_there;  -- expect: set-not-null-scan
