-- pg: 18
CREATE TABLE users (id bigint, a text, b text);
-- file: 2.sql
ALTER TABLE users ADD CONSTRAINT a_there NOT NULL a NOT VALID;
ALTER TABLE users ALTER COLUMN a SET NOT NULL;  -- expect: set-not-null-scan
ALTER TABLE users ADD CONSTRAINT b_there NOT NULL b;  -- expect: set-not-null-scan
