BEGIN;
--
-- Add field name to user
--
ALTER TABLE "users" ADD COLUMN "name" varchar(10) NULL;
COMMIT;
