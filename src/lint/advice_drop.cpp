#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lint/advice.h"
#include "pg/names.h"

// How objects go by statements of their own.
namespace pginterlock::advice {
namespace {

/// How the loss is brought about by its own statement; empty: not by one that can be written from what is known.
std::string drop_of(const Loss& loss) {
  const std::string table = loss.relation.name.empty() ? std::string() : pg::sql_name(loss.relation);
  switch (loss.kind) {
    case ObjectKind::view:
      return fmt::format("DROP VIEW {};\n", loss.object);
    case ObjectKind::materialized_view:
      return fmt::format("DROP MATERIALIZED VIEW {};\n", loss.object);
    case ObjectKind::sequence:
      return fmt::format("DROP SEQUENCE {};\n", loss.object);
    case ObjectKind::constraint:
      return table.empty() ? std::string() : fmt::format("ALTER TABLE {} DROP CONSTRAINT {};\n", table, loss.object);
    case ObjectKind::column:
      return table.empty() ? std::string() : fmt::format("ALTER TABLE {} DROP COLUMN {};\n", table, loss.object);
    case ObjectKind::trigger:
      return table.empty() ? std::string() : fmt::format("DROP TRIGGER {} ON {};\n", loss.object, table);
    case ObjectKind::policy:
      return table.empty() ? std::string() : fmt::format("DROP POLICY {} ON {};\n", loss.object, table);
    default:
      return {};
  }
}

/// A line of a comparison of schemas, "table a: column b stays", and the statement that ends it.
struct Remains {
  std::string_view title;  // how the line begins
  std::string_view drop;
};
constexpr std::array whole_objects = {
    Remains{"view ", "DROP VIEW"},        Remains{"materialized view ", "DROP MATERIALIZED VIEW"},
    Remains{"function ", "DROP ROUTINE"}, Remains{"foreign table ", "DROP FOREIGN TABLE"},
    Remains{"table ", "DROP TABLE"},      Remains{"sequence ", "DROP SEQUENCE"},
    Remains{"schema ", "DROP SCHEMA"},    Remains{"extension ", "DROP EXTENSION"},
    Remains{"type ", "DROP TYPE"},
};
constexpr std::array parts_of_tables = {
    Remains{"trigger ", "DROP TRIGGER {1} ON {0};\n"},
    Remains{"policy ", "DROP POLICY {1} ON {0};\n"},
    Remains{"rule ", "DROP RULE {1} ON {0};\n"},
    Remains{"index ", "DROP INDEX {2}{1};\n"},
    Remains{"constraint ", "ALTER TABLE {0} DROP CONSTRAINT {1};\n"},
    Remains{"column ", "ALTER TABLE {0} DROP COLUMN {1};\n"},
};

/// What stands between the beginning and the end of a text that has both; empty: it has not.
std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
  if (!text.starts_with(begin) || !text.ends_with(end) || text.size() <= begin.size() + end.size()) return {};
  return text.substr(begin.size(), text.size() - begin.size() - end.size());
}

std::string drop_of_part(const std::vector<std::string>& lines, const Remains& part) {
  std::string sql;
  for (const std::string_view line : lines) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    const std::string_view table = between(line.substr(0, colon), "table ", "");
    const std::string_view name = between(line.substr(colon + 2), part.title, " stays");
    if (table.empty() || name.empty()) continue;
    const std::size_t dot = table.rfind('.');
    const std::string_view schema = dot == std::string_view::npos ? "" : table.substr(0, dot + 1);
    sql += fmt::format(fmt::runtime(part.drop), table, name, schema);
  }
  return sql;
}

/// All of a kind in one statement: they may need each other.
std::string drop_of_kind(const std::vector<std::string>& lines, const Remains& kind) {
  std::string names;
  for (const std::string_view line : lines) {
    const std::string_view name = between(line, kind.title, " stays");
    if (name.empty() || name.find(": ") != std::string_view::npos) continue;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  }
  return names.empty() ? std::string() : fmt::format("{} {};\n", kind.drop, names);
}

}  // namespace

std::string drops_of(const std::vector<const Loss*>& losses) {
  std::string drops;
  for (auto loss = losses.rbegin(); loss != losses.rend(); ++loss) {
    const std::string drop = drop_of(**loss);
    if (drop.empty()) return {};
    drops += drop;
  }
  return drops;
}

std::string take_back(const std::vector<std::string>& left_behind) {
  std::string sql;
  for (const Remains& part : parts_of_tables) sql += drop_of_part(left_behind, part);
  for (const Remains& kind : whole_objects) sql += drop_of_kind(left_behind, kind);
  return sql;
}

}  // namespace pginterlock::advice
