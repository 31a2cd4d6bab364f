ALTER TABLE t ADD COLUMN a int NOT NULL;  -- expect: add-column-not-null-without-default
ALTER TABLE t ADD COLUMN b int NOT NULL DEFAULT 1;
ALTER TABLE t ADD COLUMN c int;
ALTER TABLE t ADD COLUMN d bigserial NOT NULL;
ALTER TABLE t ADD COLUMN e int NOT NULL GENERATED ALWAYS AS IDENTITY;
ALTER TABLE t ADD COLUMN f int NOT NULL GENERATED ALWAYS AS (1) STORED;
ALTER TABLE t ADD COLUMN g int NOT NULL DEFAULT NULL;  -- expect: add-column-not-null-without-default
CREATE TABLE fresh (id int);
ALTER TABLE fresh ADD COLUMN a int NOT NULL;
INSERT INTO fresh VALUES (1, 2);
ALTER TABLE fresh ADD COLUMN b int NOT NULL;  -- expect: add-column-not-null-without-default
