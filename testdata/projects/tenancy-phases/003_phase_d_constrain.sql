-- Phase D: after the backfill, and after all routes read by organization.
SET lock_timeout = '5s';

ALTER TABLE "Project" ADD CONSTRAINT "Project_organizationId_fkey"
    FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") NOT VALID;
ALTER TABLE "Project" VALIDATE CONSTRAINT "Project_organizationId_fkey";

-- The validated CHECK is the proof by which SET NOT NULL needs no scan.
ALTER TABLE "Project" ADD CONSTRAINT "Project_organizationId_not_null"
    CHECK ("organizationId" IS NOT NULL) NOT VALID;
ALTER TABLE "Project" VALIDATE CONSTRAINT "Project_organizationId_not_null";
ALTER TABLE "Project" ALTER COLUMN "organizationId" SET NOT NULL;
ALTER TABLE "Project" DROP CONSTRAINT "Project_organizationId_not_null";
