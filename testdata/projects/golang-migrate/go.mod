module example.org/app

require (
	github.com/golang-migrate/migrate/v4 v4.17.0
	github.com/mattermost/morph v1.0.0 // indirect
)
