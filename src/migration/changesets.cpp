#include "migration/changesets.h"

#include <algorithm>

#include "migration/paths.h"

namespace pginterlock {

namespace {

/// What stands behind "--" and blanks and the word, when the line begins with those; null otherwise.
std::optional<std::string_view> behind(std::string_view line, std::string_view word) {
  const std::string_view start = trimmed(line);
  if (!start.starts_with("--")) return std::nullopt;
  const std::string_view words = trimmed(start.substr(2));
  if (!starts_with_any_case(words, word)) return std::nullopt;
  return words.substr(word.size());
}

/// The value of "name:value" among the attributes of a changeset line.
std::string_view attribute(std::string_view words, std::string_view name) {
  for (std::size_t at = 0; at + name.size() < words.size(); ++at) {
    if (!starts_with_any_case(words.substr(at), name) || (at > 0 && words[at - 1] != ' ' && words[at - 1] != '\t')) {
      continue;
    }
    const std::string_view value = words.substr(at + name.size());
    if (!value.starts_with(':')) continue;
    return value.substr(1, value.find_first_of(" \t") - 1);
  }
  return {};
}

bool is_false(std::string_view value) { return starts_with_any_case(value, "false"); }

}  // namespace

std::vector<Changeset> changesets_in(std::string_view text) {
  std::vector<Changeset> changesets;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (const auto words = behind(text.substr(at, end - at), "changeset")) {
      if (!changesets.empty()) changesets.back().range.end = at;
      const std::string_view rest = trimmed(*words);
      Changeset changeset;
      changeset.id = std::string(rest.substr(0, rest.find_first_of(" \t", rest.find(':') + 1)));
      changeset.range = {end, text.size()};
      changeset.run_in_transaction = !is_false(attribute(rest, "runInTransaction"));
      changeset.split_statements = !is_false(attribute(rest, "splitStatements"));
      changeset.dbms = attribute(rest, "dbms");
      changesets.push_back(std::move(changeset));
    }
    at = end + 1;
  }
  return changesets;
}

std::optional<std::string> rollback_of(const Changeset& changeset, std::string_view text) {
  std::string sql(text.substr(0, changeset.range.end));
  const auto blank = [&](std::size_t begin, std::size_t end) {
    std::replace_if(
        sql.begin() + static_cast<std::ptrdiff_t>(begin), sql.begin() + static_cast<std::ptrdiff_t>(end),
        [](char c) { return c != '\n'; }, ' ');
  };
  bool any = false;
  bool in_block = false;
  blank(0, changeset.range.begin);
  for (std::size_t at = changeset.range.begin; at < sql.size();) {
    const std::size_t end = std::min(text.find('\n', at), sql.size());
    const std::string_view line = text.substr(at, end - at);
    const std::string_view start = trimmed(line);
    std::size_t keep = end;  // from here on the line is SQL
    if (in_block) {
      const std::size_t close = line.find("*/");
      in_block = close == std::string_view::npos;
      keep = at;
      if (!in_block) blank(at + close, end);
    } else if (start.starts_with("/*") && starts_with_any_case(trimmed(start.substr(2)), "liquibase rollback")) {
      any = in_block = true;
      if (line.find("*/") != std::string_view::npos) in_block = false;
    } else if (const auto words = behind(line, "rollback"); words && (words->empty() || words->front() == ' ')) {
      any = true;
      const std::string_view written = trimmed(*words);
      const bool nothing = starts_with_any_case(written, "empty") || starts_with_any_case(written, "not required");
      if (!written.empty() && !nothing) keep = static_cast<std::size_t>(written.data() - text.data());
    }
    blank(at, keep);
    at = end + 1;
  }
  return any ? std::optional(std::move(sql)) : std::nullopt;
}

bool runs_on_postgresql(std::string_view dbms) {
  if (dbms.empty()) return true;
  bool excluded = false;
  while (true) {
    const std::string_view one = trimmed(dbms.substr(0, dbms.find(',')));
    if (starts_with_any_case(one, "postgresql") || starts_with_any_case(one, "all")) return true;
    if (starts_with_any_case(one, "!postgresql")) return false;
    excluded = excluded || one.starts_with('!');
    if (dbms.find(',') == std::string_view::npos) return excluded;
    dbms.remove_prefix(dbms.find(',') + 1);
  }
}

}  // namespace pginterlock
