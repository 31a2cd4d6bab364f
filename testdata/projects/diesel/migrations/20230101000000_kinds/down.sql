DROP TYPE kind;
