#include "migration/file_names.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "migration/paths.h"

namespace pginterlock {

namespace {

struct Database {
  std::string_view word;
  std::string_view name;
  bool ambiguous = false;  // the word also means other things: only a whole name counts
};

constexpr std::array databases = {
    Database{"mysql", "MySQL"},
    Database{"mariadb", "MariaDB"},
    Database{"sqlite", "SQLite"},
    Database{"sqlite3", "SQLite"},
    Database{"mssql", "SQL Server"},
    Database{"sqlserver", "SQL Server"},
    Database{"clickhouse", "ClickHouse"},
    Database{"cassandra", "Cassandra"},
    Database{"cockroach", "CockroachDB"},
    Database{"cockroachdb", "CockroachDB"},
    Database{"ydb", "YDB"},
    Database{"turso", "Turso"},
    Database{"duckdb", "DuckDB"},
    Database{"tidb", "TiDB"},
    Database{"hsqldb", "HSQLDB"},
    Database{"oracle", "Oracle", true},
    Database{"h2", "H2", true},
    Database{"db2", "DB2", true},
    Database{"spanner", "Spanner", true},
    Database{"starrocks", "StarRocks", true},
    Database{"vertica", "Vertica", true},
    Database{"snowflake", "Snowflake", true},
    Database{"bigquery", "BigQuery", true},
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool same(std::string_view a, std::string_view b) { return a.size() == b.size() && starts_with_any_case(a, b); }

/// Which lengths the words have that begin with a letter: most parts of paths are none of them by that alone.
constexpr auto lengths_by_letter = [] {
  std::array<std::uint32_t, 26> lengths{};
  for (const Database& one : databases) {
    lengths[static_cast<std::size_t>(one.word[0] - 'a')] |= std::uint32_t{1} << one.word.size();
  }
  return lengths;
}();

/// The database that a whole word names.
const Database* database_named(std::string_view word) {
  const char letter = word.empty() ? '\0' : static_cast<char>(word[0] | 0x20);
  if (letter < 'a' || letter > 'z' || word.size() >= 32) return nullptr;
  if ((lengths_by_letter[static_cast<std::size_t>(letter - 'a')] >> word.size() & 1U) == 0) return nullptr;
  const auto* found =
      std::find_if(databases.begin(), databases.end(), [&](const Database& one) { return same(word, one.word); });
  return found == databases.end() ? nullptr : found;
}

/// Calls `take` with each word of a name, cut at the characters in `separators`, until it returns true.
template <typename Take>
bool any_word(std::string_view name, std::string_view separators, Take take) {
  while (true) {
    const std::size_t end = name.find_first_of(separators);
    if (take(name.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    name.remove_prefix(end + 1);
  }
}

bool is_rollback_stem(std::string_view stem) {
  return stem.ends_with("_rollback") || stem.ends_with(".rollback") || stem.ends_with("-rollback") ||
         stem.starts_with("rollback_") || stem.starts_with("rollback-");
}

/// V1.2__x, U1__x, B1__x, R__x: Flyway's names and those of the tools that took them over.
bool read_prefixed(std::string_view stem, FileName& name) {
  if (stem.size() < 4 || !is_one_of(stem.substr(0, 1), {"V", "U", "B", "R"})) return false;
  const std::size_t separator = stem.find("__");
  if (separator == std::string_view::npos) return false;
  name.title = stem.substr(separator + 2);
  if (stem[0] == 'R') {
    name.shape = NameShape::repeatable;
    return separator == 1;
  }
  name.version = stem.substr(1, separator - 1);
  name.shape = NameShape::versioned;
  name.down = stem[0] == 'U';
  return leading_version(name.version).size() == name.version.size() && !name.version.empty();
}

}  // namespace

FileName read_name(std::string_view file, std::string_view folder) {
  FileName name;
  if (file == "up.sql" || file == "down.sql" || file == "migration.sql") {
    name.shape = file == "migration.sql" ? NameShape::folder_migration : NameShape::folder_up_down;
    name.down = file == "down.sql";
    name.version = leading_version(folder);
    name.title = folder.substr(name.version.size());
    return name;
  }
  const std::string_view stem = stem_of(file);
  if (read_prefixed(stem, name)) return name;
  name = {};
  name.version = leading_version(stem);
  name.title = stem.substr(name.version.size());
  if (stem.ends_with(".up") || stem.ends_with(".down")) {
    name.shape = NameShape::up_down;
    name.down = stem.ends_with(".down");
  } else if (is_rollback_stem(stem)) {
    name.shape = NameShape::rollback;
    name.down = true;
    if (stem.starts_with("rollback")) name.version = leading_version(stem.substr(9));
  } else if (!name.version.empty() && (stem.ends_with("-up") || stem.ends_with("-down")) && folder == "sqls") {
    name.shape = NameShape::dashed_up_down;
    name.down = stem.ends_with("-down");
  } else if (!name.version.empty()) {
    name.shape = NameShape::sequence;
  }
  return name;
}

std::string_view foreign_database(std::string_view folder) {
  if (const Database* whole = database_named(folder); whole != nullptr) return whole->name;
  std::string_view found;
  const bool ours = any_word(folder, "-_.", [&](std::string_view word) {
    const Database* one = database_named(word);
    if (one != nullptr && !one->ambiguous) found = one->name;
    return same(word, "postgres") || same(word, "postgresql") || same(word, "pg");
  });
  return ours ? std::string_view{} : found;
}

std::string_view foreign_database_of_file(std::string_view name) {
  std::string_view found;
  any_word(name, ".", [&](std::string_view word) {
    const Database* one = database_named(word);
    if (one != nullptr) found = one->name;
    return one != nullptr;
  });
  return found;
}

std::string_view aside_by_name(std::string_view name) {
  if (is_one_of(name, {"schema.sql", "structure.sql", "dump.sql", "schema_dump.sql"})) return "dumps of a schema";
  if (name.starts_with("seed") || name.ends_with("_seed.sql") || name.ends_with(".seed.sql")) return "seed data";
  return {};
}

std::string_view aside_by_folder(std::string_view folder) {
  if (is_one_of(folder, {"seed", "seeds", "seeders", "seeding"})) return "seed data";
  if (folder.starts_with("test_") || folder.starts_with("test-") ||
      is_one_of(folder, {"test", "tests", "testdata", "testing", "__tests__", "fixtures", "examples", "example"})) {
    return "below a folder of tests or examples";
  }
  if (is_one_of(folder, {"vendor", "third_party", "target", "dist", "build"})) return "below a folder of other code";
  return {};
}

bool is_migration_folder(std::string_view folder) {
  return contains_any_case(folder, "migrat") || is_one_of(folder, {"changelog", "changelogs", "deltas", "upgrades"});
}

}  // namespace pginterlock
