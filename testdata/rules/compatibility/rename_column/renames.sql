ALTER TABLE users RENAME COLUMN a TO b;  -- expect: rename-column
ALTER TABLE users RENAME c TO d;  -- expect: rename-column
ALTER TABLE users RENAME CONSTRAINT e TO f;
CREATE TABLE fresh (a int);
ALTER TABLE fresh RENAME COLUMN a TO b;
