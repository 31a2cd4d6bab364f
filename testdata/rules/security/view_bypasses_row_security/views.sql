-- file: 0001_tables.sql
CREATE TABLE a (id int);
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
CREATE TABLE plain (id int);
-- file: 0002_views.sql
CREATE VIEW one AS SELECT * FROM a;  -- expect: view-bypasses-row-security
CREATE VIEW two AS SELECT * FROM plain;
CREATE VIEW three WITH (security_invoker) AS SELECT * FROM a;
CREATE VIEW four WITH (security_invoker = false) AS SELECT plain.id FROM plain JOIN a USING (id);  -- expect: view-bypasses-row-security
CREATE VIEW five AS SELECT * FROM a;
ALTER VIEW five SET (security_invoker = on);
CREATE VIEW six AS SELECT * FROM a;
DROP VIEW six;
CREATE TEMP VIEW seven AS SELECT * FROM plain;
