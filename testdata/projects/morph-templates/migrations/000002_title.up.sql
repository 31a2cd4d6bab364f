{{- /* addColumnIfNeeded tableName columnName datatype constraint */ -}}
{{ addColumnIfNeeded "boards" "title" "varchar(36)" ""}}
{{ addColumnIfNeeded "boards" "owner" "varchar(36)" ""}}

SET lock_timeout = '2s';
{{if .mysql}}
CREATE INDEX boards_title ON {{.prefix}}boards (title) USING HASH;
{{else}}
CREATE INDEX boards_title ON {{.prefix}}boards (title);
{{end}}
