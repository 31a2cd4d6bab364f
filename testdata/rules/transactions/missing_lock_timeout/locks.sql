-- Silent: no lock that stops readers or writers, a new table, long work that another rule speaks of.
SELECT * FROM t;
UPDATE t SET a = 1 WHERE id = 1;
CREATE TABLE fresh (id int);
ALTER TABLE fresh ADD COLUMN a int;
CREATE INDEX CONCURRENTLY t_a ON t (a);
ALTER TABLE t VALIDATE CONSTRAINT a;
ALTER TABLE t ADD CHECK (a > 0);
COMMENT ON TABLE t IS 'a';
ANALYZE t;
DROP INDEX t_a;
CREATE TABLE child (t_id int REFERENCES t);
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u NOT VALID;
-- expect: missing-lock-timeout
CREATE TRIGGER sync BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
