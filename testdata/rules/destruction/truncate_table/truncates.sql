TRUNCATE t;  -- expect: truncate-table
TRUNCATE t, u CASCADE;  -- expect: truncate-table
CREATE TABLE fresh (a int);
TRUNCATE fresh;
