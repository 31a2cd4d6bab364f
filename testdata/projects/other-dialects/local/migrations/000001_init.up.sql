CREATE TABLE setting (id integer PRIMARY KEY AUTOINCREMENT, value blob);
