#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lint/lint.h"
#include "migration/discover.h"
#include "migration/example.h"
#include "migration/frameworks.h"
#include "rules/rules.h"

using namespace pginterlock;
namespace fs = std::filesystem;

namespace {

struct Settings {
  int pg_version = 15;
  std::optional<TransactionMode> transaction;
};

/// One migration of an example: the lines between two "-- file: name" lines, behind as many empty lines as stand before
/// them, so that line numbers are those of the example.
struct Piece {
  std::string path = "example.sql";
  std::string text;
  bool at_main = false;  // as it was at the revision that the others are compared with
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::vector<Piece> pieces_of(std::string_view text) {
  constexpr std::string_view separator = "-- file: ";
  constexpr std::string_view at_main = "-- at main: ";
  std::vector<Piece> pieces{{}};
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (line.starts_with(separator)) {
      pieces.push_back({std::string(line.substr(separator.size())), std::string(number, '\n')});
    } else if (line.starts_with(at_main)) {
      pieces.push_back({std::string(line.substr(at_main.size())), std::string(number, '\n'), true});
    } else {
      pieces.back().text += line;
      pieces.back().text += '\n';
    }
  }
  if (pieces.size() == 1) pieces.front().text.pop_back();  // no line end was there: a finding may stand at the end
  if (pieces.front().text.empty()) pieces.erase(pieces.begin());
  return pieces;
}

/// A finding that is not suppressed, and the line of the example on which it starts.
struct Found {
  Finding finding;
  std::size_t line = 1;
};

std::vector<Found> judge(const std::vector<Piece>& pieces, std::span<const Rule* const> rules, Settings settings = {}) {
  State state;
  state.pg_version = settings.pg_version;
  std::vector<Found> found;
  std::vector<Migration> migrations;
  std::vector<ExampleFile> at_main;
  for (const Piece& piece : pieces) {
    if (piece.at_main) {
      at_main.push_back({piece.path, piece.text});
    } else {
      migrations.push_back(load_text(piece.path, piece.text));
    }
  }
  if (!at_main.empty()) compare_with_example(migrations, at_main);
  RunNotes notes;
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    Migration& migration = migrations[i];
    if (settings.transaction) {
      migration.wrap = *settings.transaction == TransactionMode::file ? Wrap::file : Wrap::none;
      migration.send = *settings.transaction == TransactionMode::implicit ? Send::whole : Send::psql;
    }
    if (is_history(migration)) {
      replay(prepare(migration), i + 1, state);
      continue;
    }
    const MigrationReport report =
        lint(migration, i + 1, state, {.rules = rules, .all_rules = all_rules(), .notes = &notes});
    for (const Finding& finding : report.findings) {
      if (!finding.suppressed) found.push_back({finding, migration.up.source->position(finding.span.begin).line});
    }
  }
  return found;
}

std::vector<const Rule*> default_rules() {
  std::vector<const Rule*> rules;
  std::copy_if(all_rules().begin(), all_rules().end(), std::back_inserter(rules),
               [](const Rule* rule) { return rule->default_on; });
  return rules;
}

std::string shown(const Finding& finding) {
  return fmt::format("{} [{}] {}", name(finding.severity), finding.rule->id, finding.message);
}

const Finding* find(const std::vector<Found>& all, const Rule& rule) {
  const auto it = std::find_if(all.begin(), all.end(), [&](const Found& found) { return found.finding.rule == &rule; });
  return it == all.end() ? nullptr : &it->finding;
}

std::string applied(std::string text, const Fix& fix) {
  std::vector<Edit> edits = fix.edits;
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.begin > b.span.begin; });
  for (const Edit& edit : edits) text.replace(edit.span.begin, edit.span.size(), edit.text);
  return text;
}

std::string file_name(std::string_view id) {
  std::string file(id);
  std::replace(file.begin(), file.end(), '-', '_');
  return file;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

using Place = std::pair<std::size_t, std::string>;  // line, rule

std::vector<std::string> ids_after(std::string_view list) {
  std::vector<std::string> ids{""};
  for (const char c : list) {
    if (c == ',') ids.emplace_back();
    if (c != ',' && c != ' ' && c != '\r') ids.back() += c;
  }
  return ids;
}

/// "-- expect: a, b" at the end of a line is about that line, alone about the next one.
std::multiset<Place> expectations(std::string_view text) {
  constexpr std::string_view marker = "-- expect: ";
  std::multiset<Place> expected;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    const std::size_t at = line.find(marker);
    if (at == std::string_view::npos) continue;
    const bool alone = line.find_first_not_of(' ') == at;
    for (const std::string& id : ids_after(line.substr(at + marker.size())))
      expected.emplace(alone ? number + 1 : number, id);
  }
  return expected;
}

std::string directive(std::string_view text, std::string_view key) {
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with(key)) return std::string(line.substr(key.size()));
  }
  return {};
}

Settings settings_of(std::string_view text) {
  Settings settings;
  const std::string version = directive(text, "-- pg: ");
  if (!version.empty()) std::from_chars(version.data(), version.data() + version.size(), settings.pg_version);
  const std::string mode = directive(text, "-- transaction: ");
  if (mode == "file") settings.transaction = TransactionMode::file;
  if (mode == "implicit") settings.transaction = TransactionMode::implicit;
  if (mode == "none") settings.transaction = TransactionMode::none;
  return settings;
}

std::string listed(const std::multiset<Place>& places) {
  std::string text;
  for (const auto& [line, id] : places) text += fmt::format("{}:{} ", line, id);
  return text;
}

void check_testdata(const fs::path& path, const Rule& rule) {
  const std::string text = read(path);
  const Rule* const alone[] = {&rule};
  std::multiset<Place> places;
  std::string messages;
  for (const auto& [finding, line] : judge(pieces_of(text), alone, settings_of(text))) {
    places.emplace(line, finding.rule->id);
    messages += fmt::format("{}: {}\n", line, shown(finding));
  }
  const std::multiset<Place> expected = expectations(text);
  CHECK_MESSAGE(places == expected, path.filename().string(), " expected ", listed(expected), "but found\n", messages);
}

}  // namespace

TEST_CASE("every rule has its texts, a file of its name in the folder of its family, and an id of its own") {
  std::set<std::string_view> ids;
  for (const Rule* rule : all_rules()) {
    CAPTURE(rule->id);
    CHECK(ids.insert(rule->id).second);
    CHECK(!rule->summary.empty());
    CHECK(rule->summary.back() != '.');
    CHECK(rule->why.size() > 40);
    CHECK(!rule->instead.empty());
    CHECK(!rule->bad.empty());
    CHECK(!rule->good.empty());
    CHECK((rule->check != nullptr || rule->at_end != nullptr || rule->on_suppressions != nullptr));
    const fs::path file = fs::path(PROJECT_ROOT) / "rules" / name(rule->family) / (file_name(rule->id) + ".cpp");
    CHECK_MESSAGE(fs::exists(file), file.string());
  }
}

TEST_CASE("every rule finds its bad example, and nothing else is wrong with it") {
  const std::vector<const Rule*> rules = default_rules();
  for (const Rule* rule : all_rules()) {
    CAPTURE(rule->id);
    const std::vector<Found> findings = judge(pieces_of(rule->bad), rules);
    CHECK(find(findings, *rule) != nullptr);
    for (const auto& [finding, line] : findings) {
      if (finding.severity != Severity::info) CHECK_MESSAGE(finding.rule == rule, shown(finding));
    }
  }
}

TEST_CASE("every rule's good example is clean under all rules") {
  const std::vector<const Rule*> rules = default_rules();
  for (const Rule* rule : all_rules()) {
    CAPTURE(rule->id);
    for (const auto& [finding, line] : judge(pieces_of(rule->good), rules)) {
      CHECK_MESSAGE(finding.severity == Severity::info, shown(finding));
    }
  }
}

TEST_CASE("a fix is SQL that parses, clears its finding, and has nothing to do the second time") {
  for (const Rule* rule : all_rules()) {
    CAPTURE(rule->id);
    const Rule* const alone[] = {rule};
    std::vector<Piece> pieces = pieces_of(rule->bad);
    const std::vector<Found> findings = judge(pieces, alone);
    const Finding* finding = find(findings, *rule);
    if (finding == nullptr || !finding->fix) continue;
    CHECK(!finding->fix->title.empty());
    pieces.back().text = applied(pieces.back().text, *finding->fix);
    CAPTURE(pieces.back().text);
    const std::vector<Found> after = judge(pieces, all_rules());
    for (const auto& [other, line] : after) CHECK_MESSAGE(other.rule->id != "unreadable-sql", shown(other));
    const Finding* again = find(after, *rule);
    CHECK_MESSAGE((again == nullptr || again->severity == Severity::info), (again == nullptr ? "" : shown(*again)));
  }
}

TEST_CASE("a missing way back is AMBER where the framework has a place for it, and told for information elsewhere") {
  const std::vector<const Rule*> rules = default_rules();
  const std::string change = "SET lock_timeout = '2s';\nALTER TABLE users ADD COLUMN email text;\n";
  const auto severity_of = [&](const std::string& text) {
    const std::vector<Found> found = judge({{"1.sql", text}}, rules);
    REQUIRE(found.size() == 1);
    CHECK(found.front().finding.rule->id == "missing-rollback");
    return found.front().finding.severity;
  };
  CHECK(severity_of(change) == Severity::info);
  CHECK(severity_of("-- +goose Up\n" + change) == Severity::amber);
}

TEST_CASE("a rule that speaks once for a migration names the others, and a suppression does not silence them") {
  const std::vector<const Rule*> rules = default_rules();
  const std::string change = "ALTER TABLE users ADD COLUMN a int;\nALTER TABLE users ADD COLUMN b int;\n";
  const auto first_of = [&](const std::string& text) {
    std::vector<Found> found = judge({{"1.sql", text}}, rules);
    std::erase_if(found, [](const Found& one) { return one.finding.severity == Severity::info; });
    REQUIRE(found.size() == 1);
    return found.front().finding;
  };
  CHECK(first_of(change).statement == 0);
  CHECK(first_of(change).also == std::vector<std::size_t>{1});
  CHECK(first_of(change).message.ends_with("(and for 1 later statement of this migration)"));
  const Finding other = first_of("-- pginterlock: allow missing-lock-timeout: nobody is there at night\n" + change);
  CHECK(other.statement == 1);
  CHECK(other.also.empty());
}

TEST_CASE("testdata/rules: what is found is what is expected, and where") {
  const fs::path root = fs::path(PROJECT_ROOT) / "testdata" / "rules";
  std::size_t files = 0;
  for (const Rule* rule : all_rules()) {
    const fs::path folder = root / name(rule->family) / file_name(rule->id);
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      ++files;
      CAPTURE(entry.path().string());
      check_testdata(entry.path(), *rule);
    }
  }
  CHECK(files > 0);
}
