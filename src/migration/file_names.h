#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pginterlock {

/// What the name of a file (and of the folder that it stands in) has in common with those of migrations.
enum class NameShape : std::uint8_t {
  other,
  sequence,          // 0002_x.sql
  up_down,           // 0002_x.up.sql, 0002_x.down.sql
  dashed_up_down,    // 20240101000000-x-up.sql (db-migrate)
  versioned,         // V1.2__x.sql, U1.2__x.sql, B1.2__x.sql
  repeatable,        // R__x.sql
  folder_up_down,    // x/up.sql, x/down.sql
  folder_migration,  // x/migration.sql
  rollback,          // x_rollback.sql, x.rollback.sql
};

struct FileName {
  NameShape shape = NameShape::other;
  std::string version;  // "" : none
  bool down = false;    // it holds a way back
  std::string title;    // what stands behind the version
};

/// Reads a name; `folder` is the name of the folder that the file stands in.
FileName read_name(std::string_view name, std::string_view folder);

/// The other database that a name or a folder is for, in words: "MySQL"; empty: none.
std::string_view foreign_database(std::string_view folder);
std::string_view foreign_database_of_file(std::string_view name);

/// Why a file is no migration by its name or its place below the folder that is looked through: a dump of the schema,
/// seed data, tests; empty: nothing says so.
std::string_view aside_by_name(std::string_view name);
std::string_view aside_by_folder(std::string_view folder);

/// Whether a folder's name says that migrations are in it.
bool is_migration_folder(std::string_view folder);

}  // namespace pginterlock
