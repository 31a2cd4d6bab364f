SET lock_timeout = '5s';
DROP TABLE "Project";
DROP TABLE "User";
