#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "migration/frameworks.h"
#include "migration/paths.h"
#include "migration/place.h"
#include "migration/sections.h"
#include "text/search.h"

namespace pginterlock {

namespace {

enum class Where : std::uint8_t { start_of_line, first_bytes, anywhere };

struct Sign {
  std::string_view words;
  std::string_view framework;
  Where where = Where::start_of_line;
};

// Those that start a line are comments.
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

bool begins_a_line(std::string_view words, std::span<const std::string_view> comments) {
  return std::any_of(comments.begin(), comments.end(),
                     [&](std::string_view comment) { return comment.starts_with(words); });
}

/// What begins with the comments that begin a line of the text, up to its end.
std::vector<std::string_view> comments_in(std::string_view text) {
  std::vector<std::string_view> comments;
  if (text.starts_with("--")) comments.push_back(text);
  for (std::size_t at = find_any_case(text, "\n--"); at != std::string_view::npos;
       at = find_any_case(text, "\n--", at + 1)) {
    comments.push_back(text.substr(at + 1));
  }
  return comments;
}

bool is_anywhere(std::string_view words, std::string_view text) {
  std::size_t at = find_any_case(text, words);
  while (at != std::string_view::npos && !text.substr(at).starts_with(words)) at = find_any_case(text, words, at + 1);
  return at != std::string_view::npos;
}

bool is_in(const Sign& sign, std::string_view text, std::span<const std::string_view> comments) {
  switch (sign.where) {
    case Where::start_of_line:
      return begins_a_line(sign.words, comments);
    case Where::first_bytes:
      return text.starts_with(sign.words);
    case Where::anywhere:
      return is_anywhere(sign.words, text);
  }
  return false;
}

}  // namespace

Marker marker_in(std::string_view text, NameShape shape) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  if (const Sections sections = find_sections(text); sections.framework != nullptr) {
    return {sections.framework, sections.words};
  }
  const std::vector<std::string_view> comments = comments_in(text);
  for (const Sign& sign : signs) {
    if (!is_in(sign, text, comments)) continue;
    const bool one_way = sign.framework == "sqlx" && shape != NameShape::up_down;
    return {find_framework(one_way ? "sqlx-simple" : sign.framework), trimmed(sign.words)};
  }
  return {};
}

}  // namespace pginterlock
