#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "cli/options.h"
#include "cli/suggest.h"
#include "lint/rule.h"
#include "program.h"

using program::contains;
using program::Folder;
using program::Result;
using program::run;

namespace {

// RED for a plain index on a table that an earlier migration made.
constexpr const char* make_table = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
constexpr const char* blocking_index = "SET lock_timeout = '2s';\nCREATE INDEX users_email ON users (email);\n";
constexpr const char* amber = "ALTER TABLE users ADD COLUMN note text;\n";  // no lock_timeout

Folder& history() {
  static Folder folder;
  static const bool written = [] {
    folder.write("m/1_users.sql", make_table);
    folder.write("m/2_index.sql", blocking_index);
    folder.write("amber/1_users.sql", make_table);
    folder.write("amber/2_note.sql", amber);
    folder.write("green/1_users.sql", make_table);
    return true;
  }();
  (void)written;
  return folder;
}

std::string usage_error(const std::vector<std::string>& arguments) {
  const Result result = run(arguments);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(program::lines(result.err) == 1);
  return result.err;
}

}  // namespace

TEST_CASE("the exit status is the verdict against --fail-on, the same for every format") {
  const Folder& folder = history();
  for (const std::string format : {"text", "json"}) {
    const auto status = [&](const std::string& path, const std::string& fail_on) {
      return run({"check", "--format", format, "--fail-on", fail_on, folder / path}).status;
    };
    CHECK(status("m", "red") == 1);
    CHECK(status("m", "amber") == 1);
    CHECK(status("m", "never") == 0);
    CHECK(status("amber", "red") == 0);
    CHECK(status("amber", "amber") == 1);
    CHECK(status("green", "amber") == 0);
  }
}

TEST_CASE("--quiet prints what is not GREEN, and nothing when all is GREEN") {
  const Result red = run({"check", "--quiet", history() / "m"});
  CHECK(red.out.starts_with("RED["));
  CHECK_FALSE(contains(red.out, "GREEN"));
  CHECK_FALSE(contains(red.out, "INFO["));
  CHECK(contains(red.out, "\nRED: 1 red"));
  const Result green = run({"check", "-q", history() / "green"});
  CHECK(green.status == 0);
  CHECK(green.out.empty());
}

TEST_CASE("the report names the version that it was made for") {
  CHECK(contains(run({"check", history() / "green"}).out, "PostgreSQL 15 (the oldest supported"));
  CHECK(contains(run({"check", "--pg-version", "17", history() / "green"}).out, "; PostgreSQL 17;"));
  CHECK(contains(run({"check", "--pg-version", "12..18", history() / "green"}).out, "; PostgreSQL 12 to 18;"));
}

TEST_CASE("versions are one or a range") {
  using pginterlock::cli::parse_versions;
  CHECK(parse_versions("14").min == 14);
  CHECK(parse_versions("14-16").max == 16);
  CHECK(parse_versions("12..18").min == 12);
  for (const char* bad : {"11", "19", "x", "", "15-", "-15", "15..", "17-14", "15-16-17", "9999999999999999999"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(parse_versions(bad), pginterlock::cli::UsageError);
  }
}

TEST_CASE("a range finds what any of its versions finds, once, and says where it holds") {
  const Folder folder;
  folder.write("1.sql", make_table);
  folder.write("2.sql", blocking_index);
  const Result result = run({"check", "--pg-version", "12-18", folder.path().string()});
  CHECK(result.status == 1);
  CHECK(contains(result.out, "RED: 1 red, 1 info in 2 migrations"));
  CHECK_FALSE(contains(result.out, "only on PostgreSQL"));
}

TEST_CASE("--select and --ignore take rules and families") {
  const std::string m = history() / "m";
  CHECK(run({"check", "--ignore", "create-index-blocking", m}).status == 0);
  CHECK(run({"check", "--ignore", "security", "--ignore", "indexes,data", m}).status == 0);
  CHECK(run({"check", "--select", "create-index-blocking", m}).status == 1);
  CHECK(run({"check", "--select", "constraints", m}).status == 0);
  CHECK(run({"check", "--select", "default", m}).status == 1);
}

TEST_CASE("what cannot be read is reported whatever is selected") {
  const Folder folder;
  const std::string file = folder.write("a.sql", "CREATE TABEL a (b int);");
  CHECK(run({"check", "--select", "create-index-blocking", file}).status == 1);
}

TEST_CASE("standard input is judged under the name that it is given") {
  const Result named = run({"check", "--stdin-filename", "db/7.sql", "-"}, {.input = "CREATE TABEL a (b int);"});
  CHECK(named.status == 1);
  CHECK(contains(named.out, "--> db/7.sql:1:8"));
  CHECK(run({"check", "-"}, {.input = "SELECT 1;"}).status == 0);
}

TEST_CASE("paths are relative to the working directory when they are below it") {
  const Folder folder;
  folder.write("db/migrations/1.sql", "CREATE TABEL a (b int);");
  const std::string expected = "--> db/migrations/1.sql:1:8";
  CHECK(contains(run({"check", folder / "db/migrations"}, {.folder = folder.path()}).out, expected));
  CHECK(contains(run({"check", "./db//migrations/1.sql"}, {.folder = folder.path()}).out, expected));
  CHECK(contains(run({"check"}, {.folder = folder.path()}).out, expected));
  CHECK(contains(run({"check", "../db"}, {.folder = folder.path() / "db"}).out, "--> migrations/1.sql:1:8"));
}

TEST_CASE("colour follows --color, NO_COLOR and CLICOLOR_FORCE") {
  const std::string m = history() / "m";
  const auto colored = [&](std::vector<std::string> arguments, std::vector<std::string> environment) {
    arguments.insert(arguments.begin(), "check");
    arguments.push_back(m);
    return contains(run(arguments, {.environment = std::move(environment)}).out, "\033[");
  };
  CHECK_FALSE(colored({}, {}));
  CHECK(colored({"--color", "always"}, {}));
  CHECK(colored({}, {"CLICOLOR_FORCE=1"}));
  CHECK_FALSE(colored({}, {"CLICOLOR_FORCE=0"}));
  CHECK_FALSE(colored({}, {"CLICOLOR_FORCE=1", "NO_COLOR=1"}));
  CHECK_FALSE(colored({"--color", "never"}, {"CLICOLOR_FORCE=1"}));
  CHECK(colored({"--color=always"}, {"NO_COLOR=1"}));
}

TEST_CASE("--output replaces the file in one step and leaves nothing else behind") {
  const Folder folder;
  const std::string file = folder.write("report.json", "old");
  const Result result = run({"check", "--format", "json", "--output", file, history() / "m"});
  CHECK(result.status == 1);
  CHECK(result.out.empty());
  CHECK(program::read(file).starts_with("{\"schema_version\":1"));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  // Trouble leaves the old report where it was.
  CHECK(run({"check", "--output", file, folder / "none.sql"}).status == 2);
  CHECK(program::read(file).starts_with("{\"schema_version\":1"));
  const Result nowhere = run({"check", "--output", folder / "no/such/report", history() / "m"});
  CHECK(nowhere.status == 2);
  CHECK(contains(nowhere.err, "no/such/report: cannot be written"));
}

TEST_CASE("--schema gives what exists before the first migration: what pg_dump writes, data and all") {
  const Folder folder;
  const std::string dump =
      folder.write("schema.sql",
                   "--\n-- PostgreSQL database dump\n--\n\\restrict abc\nSET statement_timeout = 0;\n"
                   "SELECT pg_catalog.set_config('search_path', '', false);\nSET default_tablespace = '';\n"
                   "CREATE TABLE public.users (\n    id bigint NOT NULL,\n    email text\n);\n"
                   "COPY public.users (id, email) FROM stdin;\n1\ta;b'\n\\.\n"
                   "ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n\\unrestrict abc\n");
  const std::string migration = folder.write("m/1_a.up.sql", "ALTER TABLE users ADD COLUMN email text;\n");
  CHECK_FALSE(contains(run({"check", migration}).out, "will-fail"));
  CHECK(contains(run({"check", "--schema", dump, migration}).out, "column email of table users already exists"));
  CHECK(run({"check", "--schema", folder / "none.sql", migration}).status == 2);
}

TEST_CASE("the report says which framework was taken, why, and what was left out") {
  const Folder folder;
  folder.write("db/migrations/1_a.up.sql", "SELECT 1;\n");
  folder.write("db/sqlite/1_a.up.sql", "SELECT 1;\n");
  const std::string text = run({"check", folder.path().string()}).out;
  CHECK(contains(text, "golang-migrate: 1 migration in "));
  CHECK(contains(text, "(file names alone)"));
  CHECK(contains(text, "left out: 1 file ("));
  CHECK(contains(text, "): for SQLite\n"));
  const std::string json = run({"check", "--format", "json", folder.path().string()}).out;
  CHECK(contains(json, "\"reason\":\"for SQLite\",\"files\":1,"));
}

TEST_CASE("--jobs changes nothing but the time") {
  const std::string m = history() / "m";
  CHECK(run({"check", "--jobs", "1", m}).out == run({"check", "--jobs", "4", m}).out);
  // With several, what is judged is told by a recording of what was run.
  using std::filesystem::path;
  const path testdata = path(PROJECT_ROOT) / "testdata";
  std::vector<path> folders = {testdata / "rules", testdata / "effects"};
  for (const auto& project : std::filesystem::directory_iterator(testdata / "projects"))
    folders.push_back(project.path());
  for (const path& folder : folders) {
    CAPTURE(folder.string());
    const auto report = [&](const char* jobs) {
      return run({"check", "--format", "json", "--pg-version", "14..15", "--jobs", jobs, folder.string()}).out;
    };
    CHECK(report("1") == report("3"));
  }
}

TEST_CASE("every option that is wrong is named with what to do") {
  const std::string m = history() / "m";
  CHECK(contains(usage_error({"check", "--fromat", "json", m}), "--fromat: unknown option; did you mean --format?"));
  CHECK(contains(usage_error({"check", "--format", "jsn", m}),
                 "--format jsn: must be one of text, json; did you mean json?"));
  CHECK(contains(usage_error({"check", "--pg-version", "19", m}),
                 "--pg-version 19: must be a major version from 12 to 18"));
  CHECK(contains(usage_error({"check", "--pg-version", "17-14", m}), "write 14-17"));
  CHECK(contains(usage_error({"check", "--fail-on", "green", m}), "--fail-on green: must be one of red, amber, never"));
  CHECK(contains(usage_error({"check", "--select", "create-index-bloking", m}), "did you mean create-index-blocking?"));
  CHECK(contains(usage_error({"check", "--ignore", "lokcing", m}), "did you mean locking?"));
  CHECK(contains(usage_error({"check", "--jobs", "0", m}), "--jobs 0: must be a number"));
  CHECK(contains(usage_error({"check", "--framework", "gose", m}), "did you mean goose?"));
  CHECK(contains(usage_error({"check", "--format"}), "--format"));
  CHECK(contains(usage_error({"check", "--stdin-filename", "a.sql", m}), "--stdin-filename: needs the path -"));
  CHECK(contains(usage_error({"check", "-", "-"}), "standard input can be read once only"));
  CHECK(contains(usage_error({"chekc", m}), "chekc: unknown command; did you mean check?"));
  CHECK(contains(usage_error({m}), "pginterlock check " + m));
  CHECK(contains(usage_error({}), "pginterlock check FOLDER"));
  CHECK(contains(usage_error({"explain"}), "needs the name of a rule"));
  CHECK(contains(usage_error({"explain", "create-index"}), "did you mean create-index-blocking?"));
}

TEST_CASE("help, version, rules and explain are there for a newcomer") {
  CHECK(contains(run({"--help"}).out, "pginterlock check migrations/"));
  CHECK(contains(run({"check", "--help"}).out, "--pg-version N"));
  CHECK(run({"check", "--help"}).status == 0);
  CHECK(run({"help"}).out == run({"--help"}).out);
  CHECK(run({"help", "check"}).out == run({"check", "--help"}).out);
  CHECK(run({"--version"}).out == "pginterlock 0.1.0 (grammar of PostgreSQL 18)\n");
  const Result rules = run({"rules"});
  CHECK(contains(rules.out, "create-index-blocking"));
  const Result page = run({"explain", "create-index-blocking"});
  CHECK(page.status == 0);
  CHECK(contains(page.out, "Instead:"));
  CHECK(contains(page.out, "CREATE INDEX CONCURRENTLY"));
}

TEST_CASE("the nearest word is suggested, and none when none is near") {
  using pginterlock::cli::nearest;
  constexpr std::string_view words[] = {"red", "amber", "never"};
  CHECK(nearest("ambre", words) == "amber");
  CHECK(nearest("rde", words) == "red");
  CHECK(nearest("rxy", words).empty());
  CHECK(nearest("rd", words) == "red");
  CHECK(nearest("something", words).empty());
}

TEST_CASE("pginterlock.toml says what the command line does not") {
  const Folder folder;
  folder.write("m/1_users.sql", make_table);
  folder.write("m/2_note.sql", amber);
  folder.write("below/x.txt", "");
  folder.write("pginterlock.toml", "paths = [\"m\"]\nfail-on = \"amber\"\npg-version = 16\n");
  const auto check = [&](std::vector<std::string> arguments, const std::string& below = ".") {
    arguments.insert(arguments.begin(), "check");
    return run(arguments, {.folder = folder.path() / below});
  };
  CHECK(check({}).status == 1);
  CHECK(contains(check({}).out, "PostgreSQL 16"));
  CHECK(check({}, "below").status == 1);  // found above, and its paths are its own
  CHECK(check({"--fail-on", "red"}).status == 0);
  CHECK(contains(check({"--pg-version", "17"}).out, "PostgreSQL 17"));
  CHECK(check({"--no-config", "m"}).status == 0);
  folder.write("other.toml", "ignore = [\n  \"missing-lock-timeout\",  # ours\n]\nfail-on = \"amber\"\n");
  CHECK(check({"--config", "other.toml", "m"}).status == 0);
  // Nothing of the outside says anything inside of a repository.
  std::filesystem::create_directory(folder.path() / "below/.git");
  CHECK(check({"../m"}, "below").status == 0);
}

TEST_CASE("what is wrong with a configuration file is said with its place") {
  const Folder folder;
  folder.write("1.sql", make_table);
  const auto error = [&](const std::string& text) {
    folder.write("pginterlock.toml", text);
    const Result result = run({"check", "1.sql"}, {.folder = folder.path()});
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(program::lines(result.err) == 1);
    return result.err;
  };
  CHECK(contains(error("fail-on = \"amber\"\nframewrok = \"goose\"\n"),
                 "pginterlock.toml:2: framewrok: unknown setting; did you mean framework?"));
  CHECK(contains(error("framework = [\"goose\"]\n"), "pginterlock.toml:1: framework: must be one value"));
  CHECK(contains(error("ignore = 1979-05-27\n"), "pginterlock.toml:1: ignore: must be a text"));
  CHECK(contains(error("ignore = [\n"), "pginterlock.toml:"));
  CHECK(contains(error("ignore = \"no-such-rule\"\n"), "no-such-rule"));
  CHECK(contains(run({"check", "--config", "missing.toml"}).err, "missing.toml"));
}
