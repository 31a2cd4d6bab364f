#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lint/rule.h"
#include "program.h"
#include "report/display.h"
#include "report/excerpt.h"
#include "report/json_writer.h"
#include "report/positions.h"
#include "report/report.h"
#include "text/source_file.h"

using namespace pginterlock;
using program::contains;
using program::Folder;
using program::run;

namespace {

std::string excerpt_of(const std::string& sql, Span span) {
  const SourceFile source("test.sql", sql);
  return report::excerpt(source, span, Severity::red, report::Style(false), report::margin_of(source, span));
}

/// The span of `part` in `sql`.
Span span_of(const std::string& sql, const std::string& part) {
  const std::size_t begin = sql.find(part);
  REQUIRE(begin != std::string::npos);
  return {begin, begin + part.size()};
}

std::string excerpt_of(const std::string& sql, const std::string& part) { return excerpt_of(sql, span_of(sql, part)); }

constexpr const char* users = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";

}  // namespace

TEST_CASE("carets stand under exactly the span") {
  CHECK(excerpt_of("SELECT 1;\nALTER TABLE t DROP a, DROP b;\n", "DROP b") ==
        "   |\n"
        " 2 | ALTER TABLE t DROP a, DROP b;\n"
        "   |                       ^^^^^^\n");
}

TEST_CASE("an empty span and one at the end of the text have a caret") {
  CHECK(contains(excerpt_of("SELECT 1", Span{8, 8}), "   |         ^\n"));
  CHECK(contains(excerpt_of("", Span{0, 0}), "   | ^\n"));
}

TEST_CASE("tabs and wide characters keep the carets in line") {
  CHECK(excerpt_of("\tDROP x;", "x") ==
        "   |\n"
        " 1 |     DROP x;\n"
        "   |          ^\n");
  CHECK(excerpt_of("DROP \"日本\", x;", "x") ==
        "   |\n"
        " 1 | DROP \"日本\", x;\n"
        "   |              ^\n");
  CHECK(excerpt_of("DROP \"日本\", x;", "\"日本\"") ==
        "   |\n"
        " 1 | DROP \"日本\", x;\n"
        "   |      ^^^^^^\n");
  CHECK(excerpt_of("DROP e\xCC\x81, x;", "x") ==
        "   |\n"
        " 1 | DROP e\xCC\x81, x;\n"
        "   |         ^\n");
}

TEST_CASE("a long line is cut around the span") {
  const std::string sql = std::string(500, 'a') + " HERE " + std::string(100000, 'b');
  const std::string text = excerpt_of(sql, "HERE");
  CHECK(contains(text, " 1 | ... aaaaaaaaaaaaaaaaaaaaaaa HERE bbb"));
  CHECK(contains(text, "b ...\n"));
  CHECK(contains(text, "   |                             ^^^^\n"));
  CHECK(text.size() < 400);
}

TEST_CASE("a span of several lines has a bar, and the middle of a long one is left out") {
  CHECK(excerpt_of("CREATE INDEX i\n  ON t\n  (a);", "CREATE INDEX i\n  ON t\n  (a)") ==
        "   |\n"
        " 1 | / CREATE INDEX i\n"
        " 2 | |   ON t\n"
        " 3 | |   (a);\n"
        "   | |_____^\n");
  CHECK(excerpt_of("ALTER TABLE t ADD a int\n  NOT NULL;", "ADD a int\n  NOT NULL") ==
        "   |\n"
        " 1 |   ALTER TABLE t ADD a int\n"
        "   |  _______________^\n"
        " 2 | |   NOT NULL;\n"
        "   | |__________^\n");
  std::string many = "CREATE TABLE t (\n";
  for (int i = 0; i < 50; ++i) many += "  c" + std::to_string(i) + " int,\n";
  const std::string text = excerpt_of(many, Span{0, many.size() - 1});
  CHECK(program::lines(text) == 7);
  CHECK(contains(text, " ... \n"));
  CHECK(contains(text, "51 | |   c49 int,\n"));
}

TEST_CASE("source text cannot drive the reader's terminal") {
  CHECK(report::displayed("a\033[31mb\x7F\xC2\x9B\xE2\x80\xAE c") == "a?[31mb??? c");
  CHECK(report::displayed("\xFF") == "\xEF\xBF\xBD");
}

TEST_CASE("JSON strings are valid whatever the bytes") {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  bytes += "\xE6\x97\xA5 \xED\xA0\x80 \xF4\x90\x80\x80 \xC0\xAF \xE6\x97";
  report::JsonWriter json;
  json.string(bytes);
  const std::string back = nlohmann::json::parse(json.take().str()).get<std::string>();
  CHECK(back.substr(0, 128) == bytes.substr(0, 128));
  CHECK(contains(back, "日"));
  CHECK(contains(back, "\xEF\xBF\xBD"));
}

TEST_CASE("JSON strings of every length keep what stands at any place in them, across blocks") {
  constexpr std::array<std::string_view, 6> characters = {"x", "\"", "\\", "\n", "\x01", "\xE6\x97\xA5"};
  report::JsonWriter json;
  std::vector<std::string> written;
  json.open_array();
  for (std::size_t size = 0; size < 70; ++size) {
    for (std::size_t at = 0; at <= size; ++at) {
      for (const std::string_view character : characters) {
        // A buffer of its own: a sanitizer sees what is read behind it.
        std::vector<char> bytes(size, 'a');
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), character.begin(), character.end());
        bytes.shrink_to_fit();
        json.string({bytes.data(), bytes.size()});
        written.emplace_back(bytes.begin(), bytes.end());
      }
    }
  }
  json.close_array();
  const std::string text = json.take().str();
  CHECK(text.size() > LongText::block_size);
  CHECK(nlohmann::json::parse(text).get<std::vector<std::string>>() == written);
}

TEST_CASE("positions are those of the source file, in whatever order they are asked for") {
  const std::string text =
      "a\r\nbc\rd\n\nd\xC3\xA9\xFF"
      "f\n\r\nlast";
  const SourceFile source("t.sql", text);
  report::Positions forward(text);
  for (std::size_t offset = 0; offset <= text.size() + 2; ++offset) {
    CAPTURE(offset);
    // Nothing begins or ends inside a character or between the two bytes of CRLF.
    if (offset == 11) continue;
    const bool inside_crlf = offset > 0 && offset < text.size() && text[offset - 1] == '\r' && text[offset] == '\n';
    if (!inside_crlf) CHECK(forward.at(offset) == source.position(offset));
  }
  report::Positions jumping(text);
  CHECK(jumping.at(11) == source.position(11));
  CHECK(jumping.at(2) == source.position(2));
  CHECK(jumping.at(text.size()) == source.position(text.size()));
}

TEST_CASE("paths are shown relative to the working directory when they lie below it") {
  CHECK(report::display_path("/home/db/1.sql", "/home") == "db/1.sql");
  CHECK(report::display_path("/homes/1.sql", "/home") == "/homes/1.sql");
  CHECK(report::display_path("./db//x/../1.sql", "/home") == "db/1.sql");
  CHECK(report::display_path("../home/1.sql", "/home") == "1.sql");
  CHECK(report::display_path("../other/1.sql", "/home") == "../other/1.sql");
  CHECK(report::display_path("/etc/1.sql", "/") == "/etc/1.sql");
  CHECK(report::display_path("1.sql", "") == "1.sql");
}

TEST_CASE("findings of several versions are merged") {
  const auto migration = [](std::vector<Severity> severities) {
    MigrationReport report;
    for (const Severity severity : severities) {
      Finding finding;
      finding.severity = severity;
      finding.span = {10, 20};
      report.findings.push_back(finding);
    }
    return report;
  };
  std::vector<MigrationReport> reports;
  reports.push_back(migration({Severity::amber}));
  reports.push_back(migration({Severity::red, Severity::info}));
  reports.push_back(migration({Severity::amber}));
  const report::JudgedMigration merged = report::merge(std::move(reports));
  REQUIRE(merged.report.findings.size() == 2);
  CHECK(merged.report.findings[0].severity == Severity::red);
  const report::VersionRange range{.min = 15, .max = 17, .chosen = true};
  CHECK(merged.only_for(0, range).empty());
  CHECK(merged.only_for(1, range) == "16");
  report::JudgedMigration judged;
  judged.versions = {0b1011011};
  CHECK(judged.only_for(0, {.min = 12, .max = 18, .chosen = true}) == "12-13, 15-16, 18");
}

TEST_CASE("explanations of a rule are given once in a run") {
  const Folder folder;
  folder.write("1.sql", users);
  folder.write("2.sql", "SET lock_timeout = '1s';\nCREATE INDEX a ON users (id);\nCREATE INDEX b ON users (id);\n");
  const std::string out = run({"check", folder.path().string()}).out;
  const std::size_t first = out.find("= why: ");
  REQUIRE(first != std::string::npos);
  CHECK(contains(out.substr(first), "= why: as above"));
  CHECK(contains(out, "= lock: public.users SHARE: blocks writes and DDL while an index is built"));
  CHECK(contains(out, "CREATE INDEX CONCURRENTLY a ON users (id)"));
  CHECK(contains(out, "CREATE INDEX CONCURRENTLY b ON users (id)"));
}

TEST_CASE("the text report uses no character beyond ASCII of its own") {
  const Folder folder;
  folder.write("1.sql", users);
  folder.write("2.sql", "CREATE INDEX a ON users (id);\nALTER TABLE users DROP email;\nSELECT 1 FORM x;\n");
  const std::string out = run({"check", "--verbose", folder.path().string()}).out;
  CHECK(std::all_of(out.begin(), out.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}

TEST_CASE("GREEN migrations have one line, and their locks with --verbose") {
  const Folder folder;
  const std::string file = folder.write("1.sql", users);
  CHECK(program::lines(run({"check", "--ignore", "missing-rollback", file}).out) == 2);
  CHECK(contains(run({"check", "-v", file}).out, "public.users ACCESS EXCLUSIVE: new, nobody waits"));
}

TEST_CASE("the JSON report has the parts that other programs rely on") {
  const Folder folder;
  folder.write("migrations/0001_users.up.sql", users);
  folder.write("migrations/0001_users.down.sql", "DROP TABLE users;\n");
  folder.write("migrations/0002_email.up.sql",
               "-- é\nALTER TABLE users ADD COLUMN t uuid DEFAULT gen_random_uuid();\n");
  const auto result = run({"check", "--format", "json", "migrations"}, {.folder = folder.path()});
  CHECK(result.status == 1);
  const auto report = nlohmann::json::parse(result.out);
  CHECK(report["schema_version"] == 1);
  CHECK(report["pg_version"]["min"] == 15);
  CHECK(report["verdict"] == "red");
  CHECK(report["summary"]["migrations"] == 2);
  const auto& migration = report["migrations"][1];
  CHECK(migration["path"] == "migrations/0002_email.up.sql");
  CHECK(migration["version"] == "0002");
  CHECK(migration["framework"] == "golang-migrate");
  const auto& statement = migration["statements"][0];
  CHECK(statement["start"] == 6);
  CHECK(statement["line"] == 2);
  CHECK(statement["column"] == 1);
  CHECK(statement["kind"] == "ALTER TABLE");
  CHECK(statement["sql"] == "ALTER TABLE users ADD COLUMN t uuid DEFAULT gen_random_uuid()");
  CHECK(statement["effects"]["locks"][0]["relation"] == "public.users");
  CHECK(statement["effects"]["locks"][0]["mode"] == "ACCESS EXCLUSIVE");
  CHECK(statement["effects"]["rewrites"] == nlohmann::json{"public.users"});
  const auto& findings = migration["findings"];
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [](const auto& f) { return f["rule"] == "add-column-volatile-default"; });
  REQUIRE(found != findings.end());
  CHECK((*found)["severity"] == "red");
  CHECK((*found)["column"] == 19);
  CHECK((*found)["end_column"] == 62);
  CHECK((*found)["locks"][0]["blocks"] == nlohmann::json{"reads", "writes", "ddl"});
  CHECK((*found)["locks"][0]["duration"] == "rewrite");
}

TEST_CASE("real JSON reports are valid against docs/report.schema.json") {
  const Folder folder;
  std::vector<std::string> command{"/usr/bin/python3", PROJECT_ROOT "/tests/validate_json.py",
                                   PROJECT_ROOT "/docs/report.schema.json"};
  const auto add = [&](const std::string& name, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", "--format", "json", "--output", folder / name});
    const auto result = run(arguments);
    CHECK(result.err == "");
    CHECK(result.status != 2);
    command.push_back(folder / name);
  };
  add("projects.json", {PROJECT_ROOT "/testdata/projects"});
  add("range.json", {"--pg-version", "12-18", PROJECT_ROOT "/testdata/projects"});
  folder.write("odd/1.sql", std::string("SELECT '\0\xFF\x01'; CREATE TABEL x; SELECT ${placeholder}; DROP TABLE", 63));
  folder.write("odd/2.sql", "");
  folder.write("odd/3.sql",
               "DROP TABLE a CASCADE; ALTER TABLE b RENAME TO c; TRUNCATE d; VACUUM FULL e; UPDATE f SET g = 1;"
               "CREATE MATERIALIZED VIEW m AS SELECT * FROM f; ALTER TABLE f SET TABLESPACE t; DO $$BEGIN NULL; END$$;"
               "BEGIN; CREATE INDEX CONCURRENTLY i ON f (g); COMMIT; REINDEX TABLE f;"
               "-- pginterlock: allow drop-table: it is empty\nDROP TABLE old;");
  add("odd.json", {folder / "odd"});
  const auto validation = program::run_command(command);
  CHECK(validation.err == "");
  CHECK(validation.out == "");
  CHECK(validation.status == 0);
  // A validator that accepts everything would prove nothing.
  const std::string wrong = folder.write("wrong.json", "{\"schema_version\": 2}");
  command.resize(3);
  command.push_back(wrong);
  CHECK(program::run_command(command).status == 1);
}
