-- Brings the column back, and its values only as far as memberships tell them.
SET lock_timeout = '5s';
ALTER TABLE "Project" ADD COLUMN "userId" TEXT;
UPDATE "Project" p SET "userId" = (
    SELECT m."userId" FROM "Membership" m
    WHERE m."organizationId" = p."organizationId" AND m."role" = 'owner'
    LIMIT 1
);
ALTER TABLE "Project" ALTER COLUMN "userId" SET NOT NULL;
ALTER TABLE "Project" ADD CONSTRAINT "Project_userId_fkey"
    FOREIGN KEY ("userId") REFERENCES "User"("id") NOT VALID;
ALTER TABLE "Project" VALIDATE CONSTRAINT "Project_userId_fkey";
