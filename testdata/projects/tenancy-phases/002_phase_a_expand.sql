-- Phase A: the new tables and a nullable column. Nothing reads or writes them yet.
SET lock_timeout = '5s';

BEGIN;

CREATE TABLE "Organization" (
    "id" TEXT PRIMARY KEY,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL UNIQUE,
    "isPersonal" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "Membership" (
    "id" TEXT PRIMARY KEY,
    "userId" TEXT NOT NULL REFERENCES "User"("id"),
    "organizationId" TEXT NOT NULL REFERENCES "Organization"("id"),
    "role" TEXT NOT NULL DEFAULT 'owner',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE UNIQUE INDEX "Membership_userId_organizationId_key" ON "Membership"("userId", "organizationId");
CREATE INDEX "Membership_organizationId_idx" ON "Membership"("organizationId");

ALTER TABLE "User" ADD COLUMN "defaultOrganizationId" TEXT;
ALTER TABLE "Project" ADD COLUMN "organizationId" TEXT;

COMMIT;

-- Outside the transaction: writes to "Project" go on while it is built.
CREATE INDEX CONCURRENTLY "Project_organizationId_idx" ON "Project"("organizationId");
