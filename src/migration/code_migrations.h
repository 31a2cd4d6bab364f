#pragma once

#include <string>
#include <vector>

#include "migration/discover.h"
#include "migration/folders.h"
#include "migration/left_out.h"
#include "migration/place.h"

namespace pginterlock {

/// The migrations in code that the framework runs between the SQL files of a place: 2_b.go, 0002_b.ts, V2__b.java,
/// 0002.b.py. A file with the version of an SQL file is taken for the code that runs it.
/// Sources: goose, provider_collect.go; node-pg-migrate, migration.ts; Flyway, "Java-based migrations"; refinery,
/// refinery_core; yoyo, migrations.py.
std::vector<MigrationFile> code_migrations(const Place& place, const Framework* framework, Folders& folders);

/// Takes the migrations in code out of a history in its order: they are counted as left out, and the migration that
/// comes next knows of the first of them.
void take_out_code(std::vector<MigrationFile>& files, Aside& aside);

/// Whether the file is the dump that Rails makes of what its migrations in code have made: db/structure.sql beside
/// db/migrate/*.rb. Source: activerecord, database_configurations/hash_config.rb, schema_dump.
bool is_dump_of_rails(std::string_view path, Folders& folders);

}  // namespace pginterlock
