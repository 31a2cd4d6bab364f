-- Phase E, the point of no return: seven days after the last read by "userId".
SET lock_timeout = '5s';
ALTER TABLE "Project" DROP COLUMN "userId";
