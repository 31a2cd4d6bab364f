CREATE TABLE IF NOT EXISTS {{.prefix}}boards (
	id VARCHAR(36),
	{{if .postgres}}made_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),{{end}}
	{{if .mysql}}made_at DATETIME(6) NOT NULL DEFAULT NOW(6),{{end}}
	{{if .mysql}}`schema`{{else}}schema{{end}} BIGINT,
	PRIMARY KEY (id)
) {{if .mysql}}DEFAULT CHARACTER SET utf8mb4{{end}};
