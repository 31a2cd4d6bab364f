DROP INDEX boards_owner;
