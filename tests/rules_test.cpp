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
#include "migration/opt_out.h"
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

const Rule* find_rule(std::string_view id) {
  const auto rules = all_rules();
  const auto it = std::find_if(rules.begin(), rules.end(), [&](const Rule* rule) { return rule->id == id; });
  REQUIRE(it != rules.end());
  return *it;
}

/// The advice of a rule's first finding.
std::string advice_of(std::string_view id, const std::string& text) {
  const Rule* const alone[] = {find_rule(id)};
  const std::vector<Found> found = judge(pieces_of(text), alone);
  REQUIRE(!found.empty());
  return found.front().finding.instead;
}

/// Why the advice cannot be read as SQL, with something in each gap that it leaves to its reader; empty: it can.
std::string sql_problem(const Finding& finding) {
  if (finding.rule->id == "concurrently-beside-runner" || finding.rule->id == "unreadable-sql") return {};
  std::string sql = finding.instead;
  constexpr std::string_view gap = "…";
  for (std::size_t at = sql.find(gap); at != std::string::npos; at = sql.find(gap)) sql.replace(at, gap.size(), "x");
  const SourceFile source("advice.sql", std::move(sql));
  pg::Script script(source);
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      if (statement.error) return statement.error->message;
    }
  }
  return {};
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

TEST_CASE("advice is about the statement's own objects, not about those of the rule's example") {
  const auto renamed = [](std::string text) {
    for (const auto& [from, to] :
         {std::pair<std::string_view, std::string_view>{"users", "members"}, {"orders", "buys"}})
      for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
        text.replace(at, from.size(), to);
    return text;
  };
  const std::vector<const Rule*> rules = default_rules();
  for (const Rule* rule : all_rules()) {
    for (const auto& [finding, line] : judge(pieces_of(renamed(std::string(rule->bad))), rules)) {
      CAPTURE(shown(finding));
      CAPTURE(finding.instead);
      CHECK(finding.instead.find("users") == std::string::npos);
      CHECK(finding.instead.find("orders") == std::string::npos);
      CHECK(sql_problem(finding) == "");
    }
  }
}

TEST_CASE("advice in testdata/projects names no object that its migration does not name, and is SQL") {
  const std::vector<const Rule*> rules = default_rules();
  std::size_t advised = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(PROJECT_ROOT) / "testdata" / "projects")) {
    Discovery found;
    try {
      found = discover({entry.path().string()});
    } catch (const DiscoveryError&) {
      continue;  // a project that is there to show that nothing is found
    }
    State state;
    RunNotes notes;
    for (std::size_t i = 0; i < found.files.size(); ++i) {
      const MigrationReport report =
          lint(load(found.files[i]), i + 1, state, {.rules = rules, .all_rules = all_rules(), .notes = &notes});
      const std::string_view source = report.migration.up.source->text();
      for (const Finding& finding : report.findings) {
        CAPTURE(found.files[i].path);
        CAPTURE(shown(finding));
        CAPTURE(finding.instead);
        advised += finding.instead.empty() ? 0 : 1;
        for (const std::string_view word : {"users", "orders"}) {
          if (source.find(word) == std::string_view::npos) CHECK(finding.instead.find(word) == std::string::npos);
        }
        CHECK(sql_problem(finding) == "");
      }
    }
  }
  CHECK(advised > 50);
}

TEST_CASE("advice for an action of several comes with what the statement does before it") {
  CHECK(advice_of("add-foreign-key-validated",
                  "ALTER TABLE b DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id);")
            .starts_with("ALTER TABLE b DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) NOT "
                         "VALID;\n"));
  const std::string key = advice_of("add-primary-key-building-index",
                                    "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD COLUMN u int, ADD PRIMARY KEY (u);");
  CHECK(key.starts_with("ALTER TABLE t ADD COLUMN u int;\n"));
  CHECK(key.find("CREATE UNIQUE INDEX CONCURRENTLY t_u_new ON t (u);\n") != std::string::npos);
  CHECK(
      key.ends_with("ALTER TABLE t DROP CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_u_new;\n"));
  CHECK(advice_of("add-primary-key-building-index",
                  "-- file: 1.sql\nCREATE TABLE t (a int);\n-- file: 2.sql\nALTER TABLE t ADD PRIMARY KEY (a);")
            .starts_with("ALTER TABLE t ADD CONSTRAINT t_a_not_null CHECK (a IS NOT NULL) NOT VALID;\n"));
  CHECK(advice_of("add-column-not-null-without-default", "ALTER TABLE o DROP COLUMN d, ADD COLUMN d bytea NOT NULL;")
            .find("ALTER TABLE o DROP COLUMN d;\n") != std::string::npos);
  CHECK(
      advice_of("add-foreign-key-validated",
                "ALTER TABLE t ADD COLUMN a text NOT NULL DEFAULT 'x' REFERENCES p (b) ON DELETE SET NULL;")
          .starts_with("ALTER TABLE t ADD COLUMN a text NOT NULL DEFAULT 'x';\n"
                       "ALTER TABLE t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES p (b) ON DELETE SET NULL NOT "
                       "VALID;\n"));
  CHECK(advice_of("add-unique-building-index", "ALTER TABLE t ADD COLUMN u text UNIQUE;")
            .starts_with("ALTER TABLE t ADD COLUMN u text;\n"));
}

TEST_CASE("advice for a new column keeps its NOT NULL, the name of its CHECK, and adds no volatile default at once") {
  const std::string check = advice_of(
      "add-column-with-check", "ALTER TABLE t ADD COLUMN v int NOT NULL DEFAULT 1 CONSTRAINT positive CHECK (v > 0);");
  CHECK(check.find("ADD COLUMN v integer DEFAULT 1 NOT NULL;") != std::string::npos);
  CHECK(check.find("VALIDATE CONSTRAINT positive;") != std::string::npos);
  const std::string key =
      advice_of("add-unique-building-index", "ALTER TABLE t ADD COLUMN u uuid UNIQUE DEFAULT gen_random_uuid();");
  CHECK(key.find("ADD COLUMN u uuid;\nALTER TABLE t ALTER COLUMN u SET DEFAULT gen_random_uuid();") !=
        std::string::npos);
}

TEST_CASE("columns and constraints of a partitioned table are advised for the whole, its rows for each partition") {
  const std::string made =
      "-- file: 1.sql\nCREATE TABLE p (id bigint NOT NULL, at date NOT NULL, a int) PARTITION BY RANGE (at);\n"
      "CREATE TABLE p1 PARTITION OF p DEFAULT;\n-- file: 2.sql\nALTER TABLE p ";
  const auto has = [&](std::string_view rule, const std::string& action, std::string_view words) {
    return advice_of(rule, made + action + ";").find(words) != std::string::npos;
  };
  const std::string column = "ADD COLUMN u uuid NOT NULL DEFAULT gen_random_uuid()";
  CHECK(has("add-column-volatile-default", column, "ALTER TABLE p ADD COLUMN u uuid;"));
  CHECK(has("add-column-volatile-default", column, "UPDATE p1 SET u = "));
  CHECK(has("add-column-serial", "ADD COLUMN s bigserial", "CREATE SEQUENCE p_s_seq OWNED BY p.s;"));
  CHECK(has("add-column-with-check", "ADD COLUMN c int CHECK (c > 0)", "ALTER TABLE p VALIDATE CONSTRAINT p_c_check;"));
  CHECK(has("set-not-null-scan", "ALTER COLUMN a SET NOT NULL", "ALTER TABLE p VALIDATE CONSTRAINT p_a_not_null;"));
  CHECK(has("add-check-validated", "ADD CONSTRAINT k CHECK (a > 0)",
            "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0) NOT "));
  CHECK(has("add-primary-key-building-index", "ADD PRIMARY KEY (id, at)", "ALTER TABLE p ADD PRIMARY KEY (id, at);"));
}

TEST_CASE("a change between timestamps with and without time zone is advised in UTC where the old type is known") {
  const std::string made = "-- file: 1.sql\nCREATE TABLE t (at timestamp, at3 timestamp(3));\n-- file: 2.sql\n";
  const auto in_utc = [&](const std::string& sql) {
    return advice_of("alter-column-type-rewrite", sql).find("SET timezone = 'UTC';\nALTER TABLE t ALTER COLUMN at ") !=
           std::string::npos;
  };
  CHECK(in_utc(made + "ALTER TABLE t ALTER COLUMN at TYPE timestamptz;"));
  CHECK(in_utc(made + "ALTER TABLE t ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'UTC';"));
  CHECK_FALSE(in_utc(made + "ALTER TABLE t ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'Asia/Tokyo';"));
  CHECK_FALSE(in_utc(made + "ALTER TABLE t ALTER COLUMN at3 TYPE timestamptz(3);"));
  CHECK_FALSE(in_utc("ALTER TABLE t ALTER COLUMN at TYPE timestamptz;"));
}

TEST_CASE("a way back that leaves objects behind is told the statements that it lacks") {
  CHECK(
      advice_of("rollback-leaves-behind",
                "-- +goose Up\nCREATE TABLE a (id int);\nCREATE TABLE s.b (id int);\nALTER TABLE c ADD COLUMN d int;\n"
                "CREATE INDEX i ON s.e (f);\n-- +goose Down\nDROP TABLE a;\n") ==
      "-- what is missing from the way back:\nDROP INDEX s.i;\nALTER TABLE c DROP COLUMN d;\nDROP TABLE s.b;\n");
  CHECK(advice_of("empty-rollback", "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\n")
            .starts_with("-- in the way back:\nDROP TABLE a;\n"));
}

TEST_CASE("CASCADE is replaced by statements that name what it reaches") {
  const std::string tables =
      "-- file: 1.sql\nCREATE TABLE a (id int PRIMARY KEY);\n"
      "CREATE TABLE b (a int CONSTRAINT fk REFERENCES a);\n-- file: 2.sql\n";
  CHECK(advice_of("drop-cascade", tables + "DROP TABLE a CASCADE;")
            .ends_with("\nALTER TABLE b DROP CONSTRAINT fk;\nDROP TABLE a;"));
  CHECK(advice_of("drop-table", tables + "DROP TABLE a CASCADE;")
            .ends_with("\nALTER TABLE b DROP CONSTRAINT fk;\nDROP TABLE a_retired;"));
}

TEST_CASE("a backfill in batches ends where the old column holds nulls, and keeps expression and collation") {
  CHECK(advice_of("rename-column", "ALTER TABLE t RENAME COLUMN a TO b;").find("WHERE b IS NULL AND a IS NOT NULL ") !=
        std::string::npos);
  const std::string with_using = advice_of(
      "alter-column-type-rewrite", "ALTER TABLE t ALTER COLUMN s TYPE int USING CASE WHEN s IS NOT NULL THEN 1 END;");
  CHECK(with_using.find("SET s_new = CASE WHEN s IS NOT NULL THEN 1 END WHERE") != std::string::npos);
  CHECK(with_using.find("s_new IS NULL AND (CASE WHEN s IS NOT NULL THEN 1 END) IS NOT NULL") != std::string::npos);
  CHECK(advice_of("alter-column-type-rewrite", "ALTER TABLE t ALTER COLUMN s TYPE text COLLATE \"C\";")
            .starts_with("ALTER TABLE t ADD COLUMN s_new text COLLATE \"C\";\n"));
  CHECK(advice_of("bulk-change", "UPDATE t AS x SET a = 1, b = NULL;")
            .find("FROM t AS x WHERE a IS DISTINCT FROM 1 OR b IS NOT NULL LIMIT") != std::string::npos);
  CHECK(advice_of("bulk-change", "-- file: 1.sql\nCREATE TABLE t (a varchar(9));\n-- file: 2.sql\nUPDATE t SET a = 1;")
            .find("a IS DISTINCT FROM (1)::character varying(9) LIMIT") != std::string::npos);
  CHECK(advice_of("bulk-change", "UPDATE t SET a = a + 1;").empty());
  CHECK(advice_of("bulk-change", "UPDATE t SET a = now();").empty());
  CHECK(advice_of("bulk-change",
                  "-- file: 1.sql\nCREATE TABLE t (id int PRIMARY KEY, a int);\n-- file: 2.sql\n"
                  "UPDATE t SET a = u.a FROM u WHERE u.id = t.id OR u.b;")
            .ends_with("FROM u WHERE (u.id = t.id OR u.b) AND t.id > … AND t.id <= …;"));
}

TEST_CASE("advice writes names as PostgreSQL takes them") {
  CHECK(advice_of("rename-table", "ALTER TABLE s.x RENAME TO y;").find("ALTER TABLE s.x RENAME TO y;\n") !=
        std::string::npos);
  const std::string index = advice_of(
      "create-index-blocking",
      "-- file: 1.sql\nCREATE TABLE p (id int) PARTITION BY RANGE (id);\n"
      "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2);\n-- file: 2.sql\nCREATE INDEX j ON p (id);");
  CHECK(index.find("CREATE INDEX j ON ONLY p (id);\n") != std::string::npos);
  CHECK(index.find("CREATE INDEX CONCURRENTLY p1_id_idx ON p1 (id);\nALTER INDEX j ATTACH PARTITION p1_id_idx;\n") !=
        std::string::npos);
}

TEST_CASE("what CONCURRENTLY needs is said in the way of the framework, and without IF NOT EXISTS") {
  const std::string create = "CREATE INDEX IF NOT EXISTS i ON t (a);";
  CHECK(advice_of("create-index-blocking", create)
            .starts_with("-- outside a transaction block:\nCREATE INDEX CONCURRENTLY i ON t (a);\n"));
  CHECK(advice_of("create-index-blocking", create).find("to_regclass('i')") != std::string::npos);
  CHECK(advice_of("create-index-blocking", "-- +goose Up\n" + create).find("`-- +goose NO TRANSACTION`") !=
        std::string::npos);
  CHECK(advice_of("create-index-blocking", "-- migrate:up\n" + create).find("transaction:false") != std::string::npos);
}

TEST_CASE("what is advised to a framework makes it open no transaction") {
  std::size_t tried = 0;
  for (const Framework& framework : frameworks()) {
    const std::string_view way = way_out(framework);
    const std::size_t begin = way.find("`--");
    if (begin == std::string_view::npos) continue;
    CAPTURE(framework.id);
    const std::string_view marker = way.substr(begin + 1, way.find('`', begin + 1) - begin - 1);
    const std::string sql = framework.id == "goose" ? "-- +goose Up\nSELECT 1;\n" : "SELECT 1;\n";
    CHECK(load_text("1.sql", fmt::format("{}\n{}", marker, sql), &framework).opted_out);
    CHECK(!load_text("1.sql", sql, &framework).opted_out);
    ++tried;
  }
  CHECK(tried > 8);
}

TEST_CASE("an index ON ONLY a table that no script made is no proof of a long build, and has no safe fix") {
  const std::vector<const Rule*> rules = default_rules();
  const std::vector<Found> found = judge(pieces_of("CREATE INDEX i ON ONLY unknown (x);"), rules);
  const Rule* rule = find_rule("create-index-blocking");
  REQUIRE(find(found, *rule) != nullptr);
  CHECK(find(found, *rule)->severity == Severity::amber);
  CHECK(!find(found, *rule)->fix);
  CHECK(find(found, *rule)->instead.empty());
}

TEST_CASE("a lock_timeout is advised without a statement that another finding objects to") {
  CHECK(advice_of("missing-lock-timeout", "ALTER TABLE t ADD COLUMN a text NOT NULL;").find("ADD COLUMN") ==
        std::string::npos);
  CHECK(
      advice_of("missing-lock-timeout", "ALTER TABLE t ADD COLUMN a text;").find("ALTER TABLE t ADD COLUMN a text;") !=
      std::string::npos);
}

TEST_CASE("CASCADE is not blamed for the index of a constraint that the statement drops") {
  const std::vector<Found> found =
      judge(pieces_of("-- file: 1.sql\nCREATE TABLE a (id int PRIMARY KEY);\nCREATE VIEW v AS SELECT id FROM a;\n"
                      "-- file: 2.sql\nALTER TABLE a DROP CONSTRAINT a_pkey CASCADE;"),
            default_rules());
  CHECK(find(found, *find_rule("drop-cascade")) == nullptr);
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
