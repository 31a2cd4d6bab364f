SET lock_timeout = '5s';
DROP INDEX CONCURRENTLY IF EXISTS "Project_organizationId_idx";
BEGIN;
ALTER TABLE "Project" DROP COLUMN IF EXISTS "organizationId";
ALTER TABLE "User" DROP COLUMN IF EXISTS "defaultOrganizationId";
DROP TABLE IF EXISTS "Membership";
DROP TABLE IF EXISTS "Organization";
COMMIT;
