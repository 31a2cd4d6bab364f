// What is taken for a migration in a project, of which framework, in which order, with which transaction. Whole
// projects of each framework are under testdata/projects.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "migration/changesets.h"
#include "migration/dialect.h"
#include "migration/discover.h"
#include "migration/file_names.h"
#include "migration/flyway_history.h"
#include "migration/frameworks.h"
#include "migration/opt_out.h"
#include "migration/order.h"
#include "migration/template.h"

using namespace pginterlock;
namespace fs = std::filesystem;

namespace {

/// A folder that is gone after the test.
class Project {
 public:
  Project() : path_(fs::temp_directory_path() / ("pginterlock-project-" + std::to_string(::getpid()) + "-" + next())) {
    fs::create_directories(path_);
  }
  ~Project() { fs::remove_all(path_); }
  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;

  const Project& with(const std::string& name, const std::string& text = "SELECT 1;\n") const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this;
  }
  std::string path(const std::string& name = "") const { return (path_ / name).string(); }
  Discovery found() const { return discover({path_.string()}); }

 private:
  static std::string next() {
    static int counter = 0;
    return std::to_string(counter++);
  }
  fs::path path_;
};

std::string names(const Discovery& discovery) {
  std::string text;
  for (const MigrationFile& file : discovery.files) text += fs::path(file.path).filename().string() + " ";
  return text;
}

bool opted_out(const char* framework, const std::string& text, const std::string& path = "x.sql") {
  return load_text(path, text, find_framework(framework)).opted_out;
}

}  // namespace

TEST_CASE("each framework has its own way to ask for no transaction, at its own place") {
  CHECK(opted_out("sqlx", "-- no-transaction\nSELECT 1;"));
  CHECK_FALSE(opted_out("sqlx", "\n-- no-transaction\nSELECT 1;"));
  CHECK_FALSE(opted_out("diesel", "-- no-transaction\nSELECT 1;"));
  CHECK(opted_out("hasura", "\n  -- hasura:no-transaction\r\nSELECT 1;"));
  CHECK_FALSE(opted_out("hasura", "SELECT 1;\n-- hasura:no-transaction"));
  CHECK(opted_out("morph", "-- morph:nontransactional\nSELECT 1;"));
  CHECK(opted_out("atlas", "-- a comment\n-- atlas:txmode none\n\nSELECT 1;"));
  CHECK_FALSE(opted_out("atlas", "SELECT 1;\n-- atlas:txmode none\n"));
  CHECK(opted_out("yoyo", "-- depends: a\n-- transactional: false\nSELECT 1;"));
  CHECK(opted_out("bytebase", "-- TXN-MODE = off\nSELECT 1;"));
  CHECK(opted_out("postgres-migrations", "SELECT 1;\n-- postgres-migrations disable-transaction"));
  CHECK(opted_out("graphile-migrate", "--! Previous: -\n--! Hash: sha1:1\n\n--! no-transaction\nSELECT 1;"));
  CHECK_FALSE(opted_out("graphile-migrate", "--! Previous: -\n\n\n\nSELECT 1;\n--! no-transaction\n"));
  CHECK(opted_out("popx", "SELECT 1;", "1_x.autocommit.up.sql"));
  CHECK_FALSE(opted_out("popx", "SELECT 1;", "1_x.up.sql"));
  CHECK(opted_out("evolve", "-- evolve-tx-off\nSELECT 1;"));
}

TEST_CASE("tern cuts a file by itself when it asks for no transaction, in the part that asks") {
  const std::string text = "---- tern: disable-tx ----\nSELECT 1;\n---- create above / drop below ----\nSELECT 2;\n";
  const Migration migration = load_text("1_x.sql", text);
  CHECK(migration.framework->id == "tern");
  CHECK(migration.opted_out);
  CHECK(migration.send == Send::statement);
  REQUIRE(migration.down);
  CHECK(migration.down->source->slice(migration.down->range) == "\nSELECT 2;\n");
  CHECK(migration.up.source->slice(migration.up.range).ends_with("SELECT 1;\n"));
  CHECK_FALSE(
      load_text("1_x.sql", "SELECT 1;\n---- create above / drop below ----\n---- tern: disable-tx ----\n").opted_out);
}

TEST_CASE("Flyway knows some statements that need no transaction and refuses them beside others") {
  CHECK(flyway_transaction("CREATE UNIQUE INDEX CONCURRENTLY a ON b (c);").none);
  CHECK(flyway_transaction("/* one */ vacuum b;").none);
  CHECK_FALSE(flyway_transaction("REINDEX INDEX CONCURRENTLY a;").none);
  CHECK_FALSE(flyway_transaction("ALTER TABLE a DETACH PARTITION b CONCURRENTLY;").none);
  CHECK_FALSE(flyway_transaction("SELECT 'CREATE INDEX CONCURRENTLY a ON b (c)';").none);
  CHECK_FALSE(flyway_transaction("CREATE INDEX CONCURRENTLY a ON b (c);").refused);
  CHECK(flyway_transaction("SET lock_timeout = '1s'; CREATE INDEX CONCURRENTLY a ON b (c);").refused);
  const Project project;
  project.with("V1__a.sql", "SET lock_timeout = '1s'; CREATE INDEX CONCURRENTLY a ON b (c);");
  CHECK_FALSE(load(project.found().files[0]).refusal.empty());
  project.with("flyway.conf", "flyway.mixed=true\n");
  CHECK(load(project.found().files[0]).refusal.empty());
}

TEST_CASE("the changesets of Liquibase are units with a transaction and a way back of their own") {
  const std::string text =
      "--liquibase formatted sql\nSELECT 0;\n--changeset ann:1\nSELECT 1;\n--rollback SELECT 2;\n"
      "-- changeset bob:x-2 runInTransaction:false splitStatements:false\nSELECT 3;\n/* liquibase rollback\nSELECT "
      "4;\n*/\n"
      "--changeset bob:3 dbms:mysql\nSELECT 5;\n--rollback empty\n";
  const auto changesets = changesets_in(text);
  REQUIRE(changesets.size() == 3);
  CHECK(changesets[0].id == "ann:1");
  CHECK(changesets[0].run_in_transaction);
  CHECK(rollback_of(changesets[0], text)->find("SELECT 2;") == text.find("SELECT 2;"));
  CHECK(rollback_of(changesets[0], text)->find("SELECT 1;") == std::string::npos);
  CHECK(changesets[1].id == "bob:x-2");
  CHECK_FALSE(changesets[1].run_in_transaction);
  CHECK_FALSE(changesets[1].split_statements);
  CHECK(rollback_of(changesets[1], text)->find("SELECT 4;") == text.find("SELECT 4;"));
  CHECK_FALSE(runs_on_postgresql(changesets[2].dbms));
  CHECK(rollback_of(changesets[2], text)->find_first_not_of(" \n") == std::string::npos);
  CHECK(runs_on_postgresql("mysql, postgresql"));
  CHECK(runs_on_postgresql("!mysql"));
  CHECK_FALSE(runs_on_postgresql("!postgresql"));

  const Project project;
  const Discovery found = project.with("changelog.sql", text).found();
  REQUIRE(found.files.size() == 2);
  CHECK(found.files[1].version == "bob:x-2");
  CHECK(load(found.files[0]).wrap == Wrap::changeset);
  CHECK(load(found.files[1]).wrap == Wrap::none);
  CHECK(load(found.files[1]).send == Send::pipeline);
  CHECK(discover({project.path("changelog.sql")}).files.size() == 2);
}

TEST_CASE("a change that Sqitch's plan holds twice stands in two files") {
  const Plan plan = read_sqitch_plan("%project=x\n\na 2024\nb [a] 2024\n@v1 2024\nc 2024\n@v2 2024\na [a@v1] 2024\n");
  CHECK(plan.at("b") == 1);
  CHECK(plan.at("a@v1") == 0);
  CHECK(plan.at("a@v2") == 0);
  CHECK(plan.at("a") == 3);
  CHECK_FALSE(plan.contains("b@v1"));
}

TEST_CASE("Prisma sends a file as one message before 7.4 and statement by statement since") {
  const auto send = [](const std::string& manifest) {
    const Project project;
    project.with("package.json", manifest).with("prisma/migrations/1_x/migration.sql");
    project.with("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    return load(project.found().files[0]).send;
  };
  CHECK(send(R"({"devDependencies": {"prisma": "^6.19.0"}})") == Send::whole);
  CHECK(send(R"({"devDependencies": {"prisma": "7.3.0"}})") == Send::whole);
  CHECK(send(R"({"devDependencies": {"prisma": "7.10.0"}})") == Send::statement);
  CHECK(send(R"({"devDependencies": {"prisma": "^7.0.0"}})") == Send::statement);
  CHECK(send(R"({"devDependencies": {"prisma": "workspace:*"}})") == Send::whole);
  const Project locked;
  locked.with("package.json", R"({"devDependencies": {"prisma": "^7.0.0"}})").with("m/1_x/migration.sql");
  locked.with("package-lock.json", "{\"node_modules/prisma\": {\n \"version\": \"7.2.1\"}}");
  CHECK(load(locked.found().files[0]).send == Send::whole);
}

TEST_CASE("what is for other databases, what dumps, seeds and tests is left out and counted") {
  const Project project;
  project.with("db/postgres/1_a.up.sql").with("db/mysql/1_a.up.sql").with("db/mysql/2_b.up.sql");
  project.with("db/schema.sql").with("db/seeds/users.sql").with("tests/1_a.up.sql").with("queries/users.sql");
  const Discovery found = project.found();
  CHECK(names(found) == "1_a.up.sql ");
  std::string left_out;
  for (const LeftOut& one : found.left_out) left_out += one.reason + " " + std::to_string(one.files) + "; ";
  CHECK(left_out ==
        "for MySQL 2; dumps of a schema 1; seed data 1; below a folder of tests or examples 1; "
        "no migrations of a framework 1; ");
  CHECK(names(discover({project.path("db/mysql")})) == "1_a.up.sql 2_b.up.sql ");
}

TEST_CASE("a dump alone is what was meant, and other databases alone are an error that says so") {
  const Project dump;
  CHECK(names(dump.with("schema.sql").found()) == "schema.sql ");
  const Project other;
  other.with("mysql/1_a.up.sql");
  CHECK_THROWS_WITH(other.found(), doctest::Contains("1 for MySQL"));
}

TEST_CASE("words that other things are called, too, name a database only as a whole") {
  CHECK(foreign_database("oracle") == "Oracle");
  CHECK(foreign_database("price-oracle").empty());
  CHECK(foreign_database("migrations_sqlite") == "SQLite");
  CHECK(foreign_database("mysql-to-postgres").empty());
  CHECK(foreign_database_of_file("1_x.mysql.up.sql") == "MySQL");
  CHECK(foreign_database_of_file("1_mysql_users.up.sql").empty());
}

TEST_CASE("migrations of different places are histories of their own") {
  const Project project;
  project.with("a/migrations/1_x.up.sql").with("b/migrations/1_x.sql", "-- +goose Up\nSELECT 1;\n");
  const Discovery found = project.found();
  REQUIRE(found.files.size() == 2);
  CHECK(found.histories.size() == 2);
  CHECK(found.files[0].history != found.files[1].history);
  CHECK(found.histories[1].reason == "\"-- +goose Up\" in the files");
  const Discovery named = discover({project.path("a"), project.path("b")});
  CHECK(named.files[0].history == named.files[1].history);
}

TEST_CASE("a framework that is named overrides what is found, and what files say") {
  const Project project;
  project.with("1_x.sql", "-- +goose Up\nSELECT 1;\n");
  const Discovery found = discover({project.path()}, {find_framework("diesel")});
  CHECK(load(found.files[0]).framework->id == "diesel");
  CHECK(found.histories[0].reason == "--framework");
}

TEST_CASE("files that a framework's order or names leave out are not run") {
  const Project drizzle;
  drizzle.with("meta/_journal.json", R"({"dialect": "postgresql", "entries": [{"tag": "0001_b"}, {"tag": "0000_a"}]})");
  drizzle.with("0000_a.sql").with("0001_b.sql").with("0002_c.sql");
  CHECK(names(drizzle.found()) == "0001_b.sql 0000_a.sql ");
  const Project yoyo;
  yoyo.with("yoyo.ini", "").with("a.sql", "-- depends: c\nSELECT 1;").with("b.sql").with("c.sql");
  CHECK(names(yoyo.found()) == "b.sql c.sql a.sql ");
  const Project dbmate;
  dbmate.with("10_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n").with("9_b.sql", "-- migrate:up\nSELECT 1;\n");
  CHECK(names(dbmate.found()) == "10_a.sql 9_b.sql ");
  const Project flyway;
  flyway.with("V2__a.sql").with("x/V1_1__b.sql").with("V1.10__c.sql").with("R__d.sql").with("B2__e.sql");
  CHECK(names(flyway.found()) == "V1_1__b.sql V1.10__c.sql V2__a.sql R__d.sql ");
}

TEST_CASE("a U file without a V file of its version is refinery's, which runs it forward") {
  const Project project;
  const Discovery found = project.with("V1__a.sql").with("U2__b.sql").found();
  CHECK(found.histories[0].framework->id == "refinery");
  CHECK(names(found) == "V1__a.sql U2__b.sql ");
  const Project flyway;
  CHECK(names(flyway.with("V1__a.sql").with("U1__a.sql").found()) == "V1__a.sql ");
}

TEST_CASE("a history of Flyway begins with the newest baseline that is older than each versioned migration") {
  const Project begin;
  begin.with("B1_19__a.sql").with("B1_20_0__b.sql").with("V1_20_1__c.sql").with("B1.21__d.sql").with("R__e.sql");
  CHECK(names(begin.found()) == "B1_20_0__b.sql V1_20_1__c.sql R__e.sql ");
  CHECK(begin.found().left_out[0].files == 2);
  const Project same;
  CHECK(names(same.with("V1.0__a.sql").with("B1_0__b.sql").with("V2__c.sql").found()) == "V1.0__a.sql V2__c.sql ");
  const Project alone;
  CHECK(names(alone.with("B1__a.sql").with("B2__b.sql").found()) == "B2__b.sql ");
  const Project code;
  CHECK(names(code.with("V1__a.java").with("B2__b.sql").with("V3__c.sql").found()) == "V3__c.sql ");
}

TEST_CASE("the locations that a configuration of Flyway names are one history") {
  using Names = std::vector<std::string>;
  const Names two{"classpath:db/a", "classpath:db/b"};
  CHECK(flyway_locations_in("flyway.locations=classpath:db/a, classpath:db/b\n") == two);
  CHECK(flyway_locations_in("spring.flyway.locations: ${WHERE:classpath:db/a,classpath:db/b}\n") == two);
  CHECK(flyway_locations_in("[flyway]\nlocations = [\"classpath:db/a\",\n  \"classpath:db/b\"]\n") == two);
  CHECK(
      flyway_locations_in("spring:\n  flyway:\n    enabled: true\n    # x\n    locations: classpath:db/a,classpath:db/b"
                          "\n  kafka:\n") == two);
  CHECK(flyway_locations_in("spring:\n  flyway:\n    locations:\n      - classpath:db/a\n      - 'classpath:db/b'\n"
                            "    url: x\n") == two);
  CHECK(flyway_locations_in("spring:\n  mail:\n    locations: classpath:x\n").empty());
  CHECK(flyway_locations_in("---\nspring:\n  x: y\n---\nspring:\n  flyway:\n    locations: a,b\n").empty());

  const Project project;
  project.with("r/application.yml", "spring:\n  flyway:\n    locations: classpath:db/migration,classpath:db/init\n");
  project.with("r/db/init/V1__a.sql").with("r/db/migration/V2__b.sql").with("r/db/demo/V3__c.sql");
  const Discovery found = project.found();
  REQUIRE(found.histories.size() == 2);
  CHECK(found.files[0].history != found.files[1].history);
  CHECK(names(found) == "V3__c.sql V1__a.sql V2__b.sql ");
  CHECK(found.files[1].history == found.files[2].history);
  const Project vendor;
  vendor.with("r/application.properties", "spring.flyway.locations=classpath:db/{vendor},classpath:db/all\n");
  vendor.with("r/db/all/V1__a.sql").with("r/db/postgresql/x/V2__b.sql");
  CHECK(vendor.found().histories.size() == 1);
}

TEST_CASE("options on a runner's command line change its transactions") {
  const std::string scripts = R"({"scripts": {"migrate": "node-pg-migrate up)";
  const Project one;
  one.with("package.json", scripts + R"("}, "dependencies": {"node-pg-migrate": "7"}})").with("migrations/1_a.sql");
  CHECK(load(one.found().files[0]).wrap == Wrap::run);
  const Project each;
  each.with("package.json", scripts + R"( --no-single-transaction"}, "dependencies": {"node-pg-migrate": "7"}})");
  each.with("migrations/1_a.sql");
  CHECK(load(each.found().files[0]).wrap == Wrap::file);
  CHECK(each.found().histories[0].reason.ends_with("; --no-single-transaction in package.json"));
  const Project whole;
  whole.with("1_a.up.sql").with("Makefile", "up:\n\tmigrate -database $(URL)?sslmode=disable up\n");
  CHECK(load(whole.found().files[0]).send == Send::whole);
  const Project apart;
  apart.with("1_a.up.sql").with(".github/workflows/ci.yml", "run: migrate -database $URL?x-multi-statement=true up\n");
  CHECK(load(apart.found().files[0]).send == Send::statement);
}

TEST_CASE("popx takes the file for PostgreSQL instead of the one for all databases") {
  const Project project;
  project.with("1_a.up.sql").with("1_a.postgres.up.sql").with("1_a.sqlite3.up.sql").with("2_b.up.sql");
  CHECK(names(project.found()) == "1_a.postgres.up.sql 2_b.up.sql ");
}

TEST_CASE("Prisma sends a file whole that its splitter cannot read") {
  const Framework* prisma = find_framework("prisma-7.4");
  CHECK(load_text("1_x/migration.sql", "DROP INDEX CONCURRENTLY a;\nSELECT 1;", prisma).send == Send::whole);
  CHECK(load_text("1_x/migration.sql", "DROP INDEX a;\nSELECT 1;", prisma).send == Send::statement);
}

TEST_CASE("the folder of the migrations may be the current one") {
  const Project project;
  project.with("supabase/migrations/20240101000000_a.sql").with("q/sqitch.plan", "a 2024\n").with("q/deploy/a.sql");
  const fs::path here = fs::current_path();
  fs::current_path(project.path("supabase/migrations"));
  const Discovery supabase = discover({"."});
  fs::current_path(project.path("q"));
  const Discovery sqitch = discover({"deploy"});
  fs::current_path(here);
  CHECK(supabase.histories[0].framework->id == "supabase");
  CHECK(sqitch.histories[0].framework->id == "sqitch");
  CHECK(sqitch.files[0].version == "a");
}

TEST_CASE("what a template asks about the database is answered for PostgreSQL, and every byte keeps its place") {
  const auto rendered = [](const std::string& text) { return template_for_postgresql(text).value_or("as it was"); };
  CHECK(rendered("a{{if .postgres}}b{{end}}c") == "a" + std::string(16, ' ') + "b" + std::string(7, ' ') + "c");
  CHECK(rendered("{{if .mysql}}`a`{{else}}a{{end}}") == "                        a       ");
  CHECK(rendered("{{- if .sqlite -}}\nx\n{{else if .postgres}}y{{else}}z{{end}}") ==
        std::string(18, ' ') + "\n \n" + std::string(21, ' ') + "y" + std::string(16, ' '));
  CHECK(rendered("{{if or .mysql .postgres}}a{{end}}").find('a') == 26);
  CHECK(rendered("{{if and .mysql .plugin}}a{{end}}").find('a') == std::string::npos);
  CHECK(rendered("{{if not .mysql}}a{{end}}").find('a') == 17);
  CHECK(rendered("{{if eq .Dialect \"mysql\"}}a{{end}}").find('a') == std::string::npos);
  CHECK(rendered("{{if .mysql}}{{if .plugin}}a{{else}}b{{end}}{{end}}c").find_first_not_of(' ') == 51);
  // What is not about the database stays as it is.
  CHECK(rendered("{{if .plugin}}a{{end}}") == "as it was");
  CHECK(rendered("{{if .plugin}}a{{else}}b{{end}}{{if .mysql}}c{{end}}") ==
        "{{if .plugin}}a{{else}}b{{end}}                     ");
  CHECK(rendered("'{{1,2},{3,4}}'") == "as it was");
  CHECK(rendered("{{end}}{{if .mysql}}a{{end}}") == "as it was");
  CHECK(rendered("{{if " + std::string(5000, '(') + ".mysql}}a{{end}}") == "as it was");
}

TEST_CASE("a byte order mark does not hide the line that tells the framework") {
  const Project project;
  project.with("changelog/a.sql", "\xEF\xBB\xBF--liquibase formatted sql\n--changeset me:1\nCREATE TABLE a (b int);\n");
  const Discovery found = project.found();
  CHECK(found.histories[0].framework->id == "liquibase");
  CHECK(found.files[0].version == "me:1");
}

TEST_CASE("graphile-migrate runs what is committed and what is current, and nothing else that stands there") {
  const Project project;
  project.with(".gmrc", "{}")
      .with("migrations/committed/000001.sql", "--! Previous: -\n--! Hash: sha1:1\n\nSELECT 1;\n");
  project.with("migrations/current/2-b.sql").with("migrations/current/1-a.sql");
  project.with("migrations/3-sequences.sql").with("migrations/afterReset.sql").with("migrations/functions/1-f.sql");
  const Discovery found = project.found();
  CHECK(names(found) == "000001.sql 1-a.sql 2-b.sql ");
  CHECK(found.histories.size() == 1);
  REQUIRE(found.left_out.size() == 1);
  CHECK(found.left_out[0].files == 3);
  CHECK(found.left_out[0].reason == "neither committed nor current: graphile-migrate runs them otherwise");
}

TEST_CASE("the dump that Rails makes is no migration, also when there is no other SQL") {
  const Project project;
  project.with("db/structure.sql").with("db/migrate/20240101000000_a.rb", "class A; end");
  std::string message;
  try {
    project.found();
  } catch (const DiscoveryError& error) {
    message = error.what();
  }
  CHECK(message.find("give it with --schema") != std::string::npos);
  project.with("db/extra/migrations/1_a.sql");
  CHECK(names(project.found()) == "1_a.sql ");
  CHECK(project.found().left_out[0].reason == "dumped by Rails from migrations in code: give it with --schema");
  CHECK(names(discover({project.path("db/structure.sql")})) == "structure.sql ");
}

TEST_CASE("a migration in code between those in SQL is counted, and what comes next knows of it") {
  const Project goose;
  goose.with("m/1_a.sql", "-- +goose Up\nSELECT 1;\n")
      .with("m/2_b.go", "package m")
      .with("m/3_c.sql", "-- +goose Up\n");
  goose.with("m/10_d.sql", "-- +goose Up\nSELECT 1;\n").with("m/2_b_test.go", "").with("m/main.go", "");
  const Discovery found = goose.found();
  CHECK(names(found) == "1_a.sql 3_c.sql 10_d.sql ");
  CHECK(found.files[0].after_code.empty());
  CHECK(found.files[1].after_code == goose.path("m/2_b.go"));
  CHECK(found.files[2].after_code.empty());
  CHECK(load(found.files[1]).after_code == goose.path("m/2_b.go"));
  REQUIRE(found.left_out.size() == 1);
  CHECK(found.left_out[0].reason == "migrations in code, not read");
  CHECK(found.left_out[0].files == 1);

  const Project knex;  // code that runs the SQL file of its version is that migration
  knex.with("migrations/1_a.sql").with("migrations/1_a.js").with("migrations/2_b.ts").with("migrations/3_c.sql");
  CHECK(knex.found().files[1].after_code == knex.path("migrations/2_b.ts"));
  const Project flyway;
  flyway.with("V1__a.sql").with("V2__b.java").with("V10__c.sql");
  CHECK(flyway.found().files[1].after_code == flyway.path("V2__b.java"));
  const Project yoyo;
  yoyo.with("yoyo.ini", "").with("0001.a.sql").with("0002.b.py").with("0003.c.sql");
  CHECK(yoyo.found().files[1].after_code == yoyo.path("0002.b.py"));
  const Project sqlx;  // runs SQL only
  sqlx.with("sqlx.toml", "").with("1_a.sql").with("2_b.js").with("3_c.sql");
  CHECK(sqlx.found().left_out.empty());
}

TEST_CASE("SQL that cannot be PostgreSQL's is known by its marks, wherever else their words may stand") {
  CHECK(foreign_dialect("CREATE TABLE t (id bigint(20) NOT NULL AUTO_INCREMENT, PRIMARY KEY (id))") == "MySQL");
  CHECK(foreign_dialect("ALTER TABLE `t` ADD COLUMN a int") == "MySQL");
  CHECK(foreign_dialect("CREATE TABLE t (id int) ENGINE = InnoDB") == "MySQL");
  CHECK(foreign_dialect("CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT)") == "SQLite");
  CHECK(foreign_dialect("PRAGMA foreign_keys = ON;") == "SQLite");
  CHECK(foreign_dialect("CREATE TABLE [dbo].[t] (id int)") == "SQL Server");
  CHECK(foreign_dialect("CREATE TABLE t (id Int64) ENGINE = ReplacingMergeTree ORDER BY id") == "ClickHouse");
  CHECK(foreign_dialect("").empty());
  CHECK(foreign_dialect("SELECT auto_increment, a[1], '`t`', $$ENGINE=InnoDB$$ FROM t -- AUTO_INCREMENT,").empty());
  CHECK(foreign_dialect("CREATE TABLE t (auto_increment int, engine text, CHECK (engine = 'InnoDB'))").empty());
  CHECK(foreign_dialect("SELECT (ARRAY[x])[1], a[i].b[j] FROM t").empty());
}
