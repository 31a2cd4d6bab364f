#include "migration/opt_out.h"

#include <algorithm>
#include <array>

#include "migration/paths.h"
#include "pg/lexer.h"
#include "pg/splitter.h"
#include "text/read_file.h"

namespace pginterlock {

namespace {

enum class Where : std::uint8_t {
  first_bytes,      // of the file: no blank line, no byte order mark before it
  first_line,       // that is not blank
  own_line,         // a line of the part that runs
  head,             // a line among the comments before the first SQL
  first_body_line,  // behind headers "--! Name: value" and a blank line
  anywhere,         // in the file
  file_name
};

struct OptOut {
  std::string_view framework;
  Where where;
  std::string_view words;  // blanks between words and around "=" and ":" are free in the head
};

// Each from the framework's source.
constexpr std::array opt_outs = {
    OptOut{"sqlx", Where::first_bytes, "-- no-transaction"},
    OptOut{"sqlx-simple", Where::first_bytes, "-- no-transaction"},
    OptOut{"morph", Where::first_bytes, "-- morph:nontransactional"},
    OptOut{"hasura", Where::first_line, "-- hasura:no-transaction"},
    OptOut{"tern", Where::own_line, "---- tern: disable-tx ----"},
    OptOut{"atlas", Where::head, "--atlas:txmodenone"},
    OptOut{"yoyo", Where::head, "--transactional:false"},
    OptOut{"bytebase", Where::head, "--txn-mode=off"},
    OptOut{"graphile-migrate", Where::first_body_line, "--! no-transaction"},
    OptOut{"postgres-migrations", Where::anywhere, "-- postgres-migrations disable-transaction"},
    OptOut{"evolve", Where::anywhere, "-- evolve-tx-off"},
    OptOut{"popx", Where::file_name, ".autocommit."},
    OptOut{"pgmigrate", Where::file_name, "NONTRANSACTIONAL"},
};

/// The same as opt_outs and the markers of sections.cpp, for people.
struct WayOut {
  std::string_view framework;
  std::string_view words;
};
constexpr std::array ways_out = {
    WayOut{"goose", "a line `-- +goose NO TRANSACTION`"},
    WayOut{"dbmate", "`-- migrate:up transaction:false`"},
    WayOut{"sql-migrate", "`-- +migrate Up notransaction`"},
    WayOut{"sqlx", "`-- no-transaction` as its first line"},
    WayOut{"sqlx-simple", "`-- no-transaction` as its first line"},
    WayOut{"morph", "`-- morph:nontransactional` as its first line"},
    WayOut{"hasura", "`-- hasura:no-transaction` as its first line"},
    WayOut{"tern", "a line `---- tern: disable-tx ----`"},
    WayOut{"atlas", "`-- atlas:txmode none` at its head"},
    WayOut{"yoyo", "`-- transactional: false` at its head"},
    WayOut{"bytebase", "`-- txn-mode = off` at its head"},
    WayOut{"graphile-migrate", "`--! no-transaction` as its first line"},
    WayOut{"postgres-migrations", "`-- postgres-migrations disable-transaction`"},
    WayOut{"evolve", "`-- evolve-tx-off`"},
    WayOut{"popx", "`.autocommit.` in the file's name"},
    WayOut{"pgmigrate", "NONTRANSACTIONAL in the file's name"},
    WayOut{"diesel", "`run_in_transaction = false` in its metadata.toml"},
    WayOut{"sourcegraph", "`createIndexConcurrently: true` in its metadata.yaml"},
    WayOut{"flyway", "no statement of another kind, or `executeInTransaction=false` in its script configuration"},
    WayOut{"liquibase", "`runInTransaction:false` on its changeset"},
};

std::string without_blanks(std::string_view text) {
  std::string bare;
  std::copy_if(text.begin(), text.end(), std::back_inserter(bare), [](char c) { return c != ' ' && c != '\t'; });
  return bare;
}

/// Calls `take` with each line until it returns true.
template <typename Take>
bool any_line(std::string_view text, Take take) {
  for (std::size_t at = 0; at < text.size();) {
    if (take(line_at(text, at))) return true;
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return false;
}

bool in_head(std::string_view text, std::string_view words) {
  bool found = false;
  any_line(text, [&](std::string_view line) {
    const std::string_view start = trimmed(line);
    if (!start.empty() && !start.starts_with("--")) return true;
    found = found || starts_with_any_case(without_blanks(start), words);
    return found;
  });
  return found;
}

bool in_first_body_line(std::string_view text, std::string_view words) {
  bool header = true;
  bool found = false;
  any_line(text, [&](std::string_view line) {
    const bool field = line.starts_with("--! ") && line.size() > 4 && line[4] >= 'A' && line[4] <= 'Z';
    if (header && (field || trimmed(line).empty())) {
      header = field;
      return false;
    }
    found = line.starts_with(words);
    return true;
  });
  return found;
}

bool is_there(const OptOut& sign, const MigrationFile& file, std::string_view text, std::string_view part) {
  switch (sign.where) {
    case Where::first_bytes:
      return text.starts_with(sign.words);
    case Where::first_line: {
      const std::string_view start = trimmed(text);
      return !start.empty() && trimmed(line_at(start, 0)) == sign.words;
    }
    case Where::own_line:
      return part.find(sign.words) != std::string_view::npos &&
             any_line(part, [&](std::string_view line) { return line == sign.words; });
    case Where::head:
      return in_head(text, sign.words);
    case Where::first_body_line:
      return in_first_body_line(text, sign.words);
    case Where::anywhere:
      return text.find(sign.words) != std::string_view::npos;
    case Where::file_name:
      return name_of(file.path).find(sign.words) != std::string_view::npos;
  }
  return false;
}

/// The statements that Flyway knows to need no transaction, by their first words.
bool flyway_knows(std::string_view words) {
  constexpr std::array known = {"CREATE INDEX CONCURRENTLY ",
                                "CREATE UNIQUE INDEX CONCURRENTLY ",
                                "DROP INDEX CONCURRENTLY ",
                                "CREATE DATABASE ",
                                "DROP DATABASE ",
                                "CREATE TABLESPACE ",
                                "DROP TABLESPACE ",
                                "CREATE SUBSCRIPTION ",
                                "DROP SUBSCRIPTION ",
                                "ALTER SYSTEM ",
                                "REINDEX SCHEMA ",
                                "REINDEX DATABASE ",
                                "REINDEX SYSTEM ",
                                "REINDEX VERBOSE SCHEMA ",
                                "REINDEX VERBOSE DATABASE ",
                                "REINDEX VERBOSE SYSTEM ",
                                "VACUUM ",
                                "DISCARD ALL "};
  return std::any_of(known.begin(), known.end(), [&](const char* one) { return words.starts_with(one); });
}

/// The first words of a statement in capitals, a blank after each.
std::string first_words(std::string_view text, Span statement) {
  std::string words;
  pg::Lexer lexer(text, statement.begin, statement.end);
  for (int count = 0; count < 4; ++count) {
    const pg::Token token = lexer.next_significant();
    if (token.kind != pg::TokenKind::word) break;
    for (const char c : text.substr(token.span.begin, token.span.size())) {
      words += c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
    }
    words += ' ';
  }
  return words;
}

bool may_hold_special_statement(std::string_view text) {
  constexpr std::array words = {"concurrently", "vacuum",  "database",     "system",
                                "tablespace",   "reindex", "subscription", "discard"};
  return std::any_of(words.begin(), words.end(), [&](const char* word) { return contains_any_case(text, word); });
}

}  // namespace

FlywayTransaction flyway_transaction(std::string_view text) {
  if (!may_hold_special_statement(text)) return {};
  bool special = false;
  bool ordinary = false;
  for (const Span statement : pg::split(text, {0, text.size()}).statements) {
    const bool known = flyway_knows(first_words(text, statement));
    special = special || known;
    ordinary = ordinary || !known;
  }
  return {special, special && ordinary};
}

std::string_view way_out(const Framework& framework) {
  const auto* found =
      std::find_if(ways_out.begin(), ways_out.end(), [&](const WayOut& one) { return one.framework == framework.id; });
  return found == ways_out.end() ? std::string_view() : found->words;
}

bool opts_out(const Framework& framework, const MigrationFile& file, std::string_view text, std::string_view part) {
  if (framework.id == "diesel") {
    // A file without the key means "false". Source: diesel_migrations_internals, TomlMetadata.
    return file.metadata && read_file(*file.metadata).find("run_in_transaction = true") == std::string::npos;
  }
  if (framework.id == "sourcegraph") {
    return file.metadata && read_file(*file.metadata).find("createIndexConcurrently: true") != std::string::npos;
  }
  if (framework.id == "flyway") {
    if (file.metadata) {
      const std::string conf = without_blanks(read_file(*file.metadata));
      if (conf.find("executeInTransaction=false") != std::string::npos) return true;
      if (conf.find("executeInTransaction=true") != std::string::npos) return false;
    }
    return flyway_transaction(text).none;
  }
  if (framework.id == "bytebase" && contains_any_case(part, "concurrently")) {
    // Bytebase takes such statements out and runs them behind the transaction: none of them is refused.
    return true;
  }
  return std::any_of(opt_outs.begin(), opt_outs.end(), [&](const OptOut& one) {
    return one.framework == framework.id && is_there(one, file, text, part);
  });
}

}  // namespace pginterlock
