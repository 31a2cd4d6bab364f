DROP TABLE {{ .prefix }}boards;
