#include <array>

#include "migration/frameworks.h"
#include "migration/paths.h"
#include "migration/place.h"
#include "migration/sections.h"

namespace pginterlock {

namespace {

enum class Where : std::uint8_t { start_of_line, first_bytes, anywhere };

struct Sign {
  std::string_view words;
  std::string_view framework;
  Where where = Where::start_of_line;
};

constexpr std::array signs = {
    Sign{"--! Previous:", "graphile-migrate"},
    Sign{"--! Hash:", "graphile-migrate"},
    Sign{"-- hasura:no-transaction", "hasura"},
    Sign{"-- morph:nontransactional", "morph"},
    Sign{"-- postgres-migrations ", "postgres-migrations"},
    Sign{"-- atlas:", "atlas"},
    Sign{"-- evolve-tx-off", "evolve"},
    Sign{"-- depends:", "yoyo"},
    Sign{"-- transactional:", "yoyo"},
    Sign{"-- txn-mode", "bytebase"},
    Sign{"-- no-transaction", "sqlx", Where::first_bytes},
    Sign{"-- Add migration script here", "sqlx"},
    Sign{"-- Add up migration script here", "sqlx"},
    Sign{"BEGIN;\n--\n-- ", "django-sqlmigrate", Where::first_bytes},
    Sign{"alembic_version", "alembic-sql", Where::anywhere},
    Sign{"__EFMigrationsHistory", "efcore-script", Where::anywhere},
};

bool is_in(const Sign& sign, std::string_view text) {
  if (sign.where == Where::first_bytes) return text.starts_with(sign.words);
  for (std::size_t at = text.find(sign.words); at != std::string_view::npos; at = text.find(sign.words, at + 1)) {
    if (sign.where == Where::anywhere || at == 0 || text[at - 1] == '\n') return true;
  }
  return false;
}

}  // namespace

Marker marker_in(std::string_view text, NameShape shape) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  if (const Sections sections = find_sections(text); sections.framework != nullptr) {
    return {sections.framework, sections.words};
  }
  for (const Sign& sign : signs) {
    if (!is_in(sign, text)) continue;
    const bool one_way = sign.framework == "sqlx" && shape != NameShape::up_down;
    return {find_framework(one_way ? "sqlx-simple" : sign.framework), trimmed(sign.words)};
  }
  return {};
}

}  // namespace pginterlock
