SET lock_timeout = '5s';
ALTER TABLE "Project" ALTER COLUMN "organizationId" DROP NOT NULL;
ALTER TABLE "Project" DROP CONSTRAINT IF EXISTS "Project_organizationId_fkey";
