-- transaction: file
ALTER TABLE t ADD CONSTRAINT a CHECK (a > 0) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT a;  -- expect: validate-in-same-transaction
