// --since and --staged, with real repositories made by the real git.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "program.h"

namespace fs = std::filesystem;
using program::contains;

namespace {

/// A git repository in a folder of its own.
class Repository {
 public:
  Repository() { git({"init", "-q", "-b", "main"}); }

  void git(std::vector<std::string> arguments) const {
    std::vector<std::string> command{"git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const program::Result result = program::run_command(command, {.folder = folder_.path(), .environment = quiet()});
    CAPTURE(result.err);
    REQUIRE(result.status == 0);
  }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }
  void commit(const std::string& message = "step") const {
    git({"add", "-A"});
    git({"commit", "-q", "-m", message});
  }
  fs::path path(const std::string& name = ".") const { return folder_.path() / name; }

  program::Result check(std::vector<std::string> arguments, const std::string& below = ".") const {
    arguments.insert(arguments.begin(), "check");
    return program::run(arguments, {.folder = folder_.path() / below, .environment = quiet()});
  }
  /// The report of a run that must work.
  nlohmann::json report(std::vector<std::string> arguments, const std::string& below = ".") const {
    arguments.insert(arguments.end(), {"--format", "json"});
    const program::Result result = check(arguments, below);
    CAPTURE(result.err);
    REQUIRE(result.status < 2);
    return nlohmann::json::parse(result.out);
  }

  /// What a hook's environment and the machine's configuration say about git is none of the tests' business.
  static std::vector<std::string> quiet() {
    return {"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "HOME=/nonexistent"};
  }

 private:
  program::Folder folder_;
};

const std::string users = "CREATE TABLE users (id bigint, email text);\n";
const std::string index_on_users = "SET lock_timeout = '2s';\nCREATE INDEX users_email ON users (email);\n";

std::vector<std::string> judged(const nlohmann::json& report) {
  std::vector<std::string> paths;
  for (const auto& migration : report["migrations"]) paths.push_back(migration["path"]);
  return paths;
}

/// "rule" or "rule path" of all findings that are not for information.
std::vector<std::string> rules(const nlohmann::json& report) {
  std::vector<std::string> ids;
  for (const auto& migration : report["migrations"]) {
    for (const auto& finding : migration["findings"]) {
      if (finding["severity"] != "info") ids.push_back(finding["rule"]);
    }
  }
  return ids;
}

std::string message(const nlohmann::json& report, const std::string& rule) {
  for (const auto& migration : report["migrations"]) {
    for (const auto& finding : migration["findings"]) {
      if (finding["rule"] == rule) return finding["message"];
    }
  }
  return "";
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("--since judges what is new, untracked files included, and reads the rest as history") {
  const Repository repository;
  repository.write("m/0001_users.sql", users);
  repository.write("m/0002_index.sql", index_on_users);
  repository.commit();
  repository.write("m/0003_note.sql", "ALTER TABLE users ADD COLUMN id integer;\n");
  const nlohmann::json report = repository.report({"--since", "HEAD", "m"});
  CHECK(judged(report) == Strings{"m/0003_note.sql"});
  CHECK(report["since"] == "HEAD");
  CHECK(report["summary"]["history"] == 2);
  CHECK(report["summary"]["migrations"] == 1);
  CHECK(report["migrations"][0]["change"] == "added");
  // History told that the column is there, and that the table is not new.
  CHECK(rules(report) == Strings{"will-fail", "missing-lock-timeout"});

  repository.commit();
  const nlohmann::json nothing = repository.report({"--since", "HEAD", "m"});
  CHECK(judged(nothing).empty());
  CHECK(nothing["verdict"] == "green");
  CHECK(contains(repository.check({"--since", "HEAD", "m"}).out, "no migration changed; since HEAD, 3 earlier"));
  CHECK(judged(repository.report({"--since", "HEAD~1", "m"})) == Strings{"m/0003_note.sql"});
}

TEST_CASE("--staged judges what the index holds, not what the working tree does") {
  const Repository repository;
  repository.write("m/0001_users.sql", users);
  repository.commit();
  repository.write("m/0002_index.sql", index_on_users);
  repository.git({"add", "m/0002_index.sql"});
  repository.write("m/0002_index.sql", "SELECT 1;\n");
  repository.write("m/0003_not_staged.sql", "DROP TABLE users;\n");
  const nlohmann::json staged = repository.report({"--staged"});
  CHECK(judged(staged) == Strings{"m/0002_index.sql"});
  CHECK(rules(staged) == Strings{"create-index-blocking"});
  CHECK(judged(repository.report({"--since", "HEAD"})) == Strings{"m/0002_index.sql", "m/0003_not_staged.sql"});
  CHECK(rules(repository.report({"--since", "HEAD"})) == Strings{"drop-table", "missing-lock-timeout"});

  fs::remove(repository.path("m/0002_index.sql"));
  CHECK(judged(repository.report({"--staged"})) == Strings{"m/0002_index.sql"});
}

TEST_CASE("--since and --staged work from a folder below, in another work tree and before the first commit") {
  const Repository repository;
  repository.write("m/0001_users.sql", users);
  repository.git({"add", "-A"});
  CHECK(judged(repository.report({"--staged"})) == Strings{"m/0001_users.sql"});
  CHECK(judged(repository.report({"--since", "HEAD"})) == Strings{"m/0001_users.sql"});
  repository.commit();
  repository.write("m/deep er/0002_ä index.sql", index_on_users);
  CHECK(judged(repository.report({"--since", "HEAD", "."}, "m/deep er")) == Strings{"0002_ä index.sql"});
  CHECK(judged(repository.report({"--since", "main", "m"})) == Strings{"m/deep er/0002_ä index.sql"});
  repository.commit();
  repository.git({"worktree", "add", "-q", "other"});
  CHECK(judged(repository.report({"--since", "HEAD~1", "m"}, "other")) == Strings{"m/deep er/0002_ä index.sql"});
  CHECK(judged(repository.report({"--since", "HEAD~1", repository.path("m").string()}, "/")).size() == 1);
}

TEST_CASE("--since says in one line what git cannot answer") {
  const Repository repository;
  repository.write("1.sql", users);
  repository.commit();
  const program::Result unknown = repository.check({"--since", "no-such-branch"});
  CHECK(unknown.status == 2);
  CHECK(unknown.out.empty());
  CHECK(program::lines(unknown.err) == 1);
  CHECK(contains(unknown.err, "no-such-branch: git knows no such revision"));

  const program::Folder outside;
  outside.write("1.sql", users);
  for (const std::vector<std::string>& option : {Strings{"--since", "HEAD"}, Strings{"--staged"}}) {
    Strings arguments{"check"};
    arguments.insert(arguments.end(), option.begin(), option.end());
    const program::Result result = program::run(arguments, {.folder = outside.path()});
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(program::lines(result.err) == 1);
    CHECK(contains(result.err, "is in no git repository"));
  }
  CHECK(repository.check({"--since", ""}).status == 2);
  CHECK(repository.check({"--since", "HEAD", "--staged"}).status == 2);
  CHECK(repository.check({"--since", "HEAD", "-"}).status == 2);
}

TEST_CASE("an edited migration is found by its statements: layout, comments and the case of words do not count") {
  const Repository repository;
  repository.write("1_a.sql", "CREATE TABLE a (id bigint, \"note\" text DEFAULT 'x');\nCREATE TABLE b (id int);\n");
  repository.write("2_b.sql", "CREATE TABLE c (id bigint);\n");
  repository.commit();
  repository.write(
      "1_a.sql",
      "-- what a is for\ncreate table A (\n  id BIGINT,\n  note text default 'x'\n);\n\nCREATE TABLE b (id "
      "int) /* ; */");
  CHECK(rules(repository.report({"--since", "HEAD"})).empty());
  CHECK(judged(repository.report({"--since", "HEAD"})) == Strings{"1_a.sql"});

  repository.write("1_a.sql", "CREATE TABLE a (id bigint, note text DEFAULT 'X');\nCREATE TABLE b (id int);\n");
  nlohmann::json report = repository.report({"--since", "HEAD"});
  CHECK(rules(report) == Strings{"edited-migration"});
  CHECK(report["verdict"] == "amber");
  CHECK(message(report, "edited-migration") ==
        "this migration exists at HEAD with other statements (1 changed): it had CREATE TABLE a (id bigint, \"note\" "
        "text DEFAULT 'x')");
  repository.write(
      "1_a.sql", "CREATE TABLE a (id bigint, note text DEFAULT 'x');\nCREATE TABLE n ();\nCREATE TABLE b (id int);\n");
  report = repository.report({"--since", "HEAD"});
  CHECK(message(report, "edited-migration") == "this migration exists at HEAD with other statements (1 added)");
  CHECK(report["migrations"][0]["findings"].back()["line"] == 2);

  repository.git({"checkout", "-q", "."});
  repository.git({"mv", "2_b.sql", "3_b.sql"});
  report = repository.report({"--staged"});
  CHECK(judged(report) == Strings{"3_b.sql"});
  CHECK(report["migrations"][0]["change"] == "renamed");
  CHECK(message(report, "edited-migration") == "at HEAD this migration is 2_b.sql");

  repository.git({"rm", "-q", "--cached", "3_b.sql"});
  report = repository.report({"--staged"});
  CHECK(judged(report) == Strings{"2_b.sql"});
  CHECK(report["migrations"][0]["change"] == "deleted");
  CHECK(message(report, "edited-migration") == "this migration exists at HEAD and is gone here");
}

TEST_CASE("a folder of migrations that moved is no new folder") {
  const Repository repository;
  repository.write("db/1_users.sql", users);
  repository.write("db/2_index.sql", index_on_users);
  repository.commit();
  repository.git({"mv", "db", "migrations"});
  const nlohmann::json report = repository.report({"--staged"});
  CHECK(judged(report).empty());
  CHECK(report["summary"]["history"] == 2);
}

TEST_CASE("a new migration that sorts before one of the revision is found, on both sides of a merge") {
  const Repository repository;
  repository.write("go.mod", "module m\n");
  repository.write("m/0001_users.up.sql", users);
  repository.write("m/0001_users.down.sql", "SET lock_timeout = '2s';\nDROP TABLE users;\n");
  repository.commit();
  repository.git({"checkout", "-q", "-b", "feature"});
  repository.write("m/0002_a.up.sql", "CREATE TABLE a (id bigint);\n");
  repository.write("m/0002_a.down.sql", "SET lock_timeout = '2s';\nDROP TABLE a;\n");
  repository.commit();
  CHECK(rules(repository.report({"--since", "main"})).empty());

  repository.git({"checkout", "-q", "main"});
  repository.write("m/0003_b.up.sql", "CREATE TABLE b (id bigint);\n");
  repository.write("m/0003_b.down.sql", "SET lock_timeout = '2s';\nDROP TABLE b;\n");
  repository.commit();
  repository.git({"checkout", "-q", "feature"});
  nlohmann::json report = repository.report({"--since", "main"});
  CHECK(judged(report) == Strings{"m/0002_a.up.sql"});
  CHECK(rules(report) == Strings{"migration-out-of-order"});
  CHECK(message(report, "migration-out-of-order") ==
        "it is new and sorts before m/0003_b.up.sql, which exists at main");

  repository.git({"mv", "m/0002_a.up.sql", "m/0003_a.up.sql"});
  repository.git({"mv", "m/0002_a.down.sql", "m/0003_a.down.sql"});
  repository.commit();
  report = repository.report({"--since", "main"});
  CHECK(message(report, "migration-out-of-order") == "it has the version of m/0003_b.up.sql, which exists at main");
}

TEST_CASE("a migration that got another title is the one that its version tells") {
  const Repository repository;
  repository.write("go.mod", "module m\n");
  repository.write("m/0001_init.up.sql", users);
  repository.write("m/0001_init.down.sql", "SET lock_timeout = '2s';\nDROP TABLE users;\n");
  repository.write("m/0004_z.up.sql", "CREATE TABLE z (id bigint);\n");
  repository.write("m/0004_z.down.sql", "SET lock_timeout = '2s';\nDROP TABLE z;\n");
  repository.commit();
  repository.git({"mv", "m/0001_init.up.sql", "m/0001_start.up.sql"});
  repository.git({"mv", "m/0001_init.down.sql", "m/0001_start.down.sql"});
  repository.commit();
  nlohmann::json report = repository.report({"--since", "HEAD~1"});
  CHECK(judged(report).empty());
  CHECK(rules(report).empty());
  repository.write("m/0001_start.up.sql", users + "CREATE TABLE more (id bigint);\n");
  repository.commit();
  report = repository.report({"--since", "HEAD~2"});
  CHECK(judged(report) == Strings{"m/0001_start.up.sql"});
  CHECK(message(report, "edited-migration") == "this migration exists at HEAD~2 with other statements (1 added)");
  const Strings said = rules(report);
  CHECK(std::find(said.begin(), said.end(), "migration-out-of-order") == said.end());

  const Repository by_name;
  by_name.write("migration_lock.toml", "provider = \"postgresql\"\n");
  by_name.write("0001_init/migration.sql", users);
  by_name.write("0004_z/migration.sql", "CREATE TABLE z (id bigint);\n");
  by_name.commit();
  by_name.git({"mv", "0001_init", "0001_start"});
  by_name.commit();
  CHECK(rules(by_name.report({"--since", "HEAD~1"})) == Strings{"edited-migration"});
}

TEST_CASE("of a migration of which only the way back changed, only the way back is judged") {
  const Repository repository;
  repository.write("1_a.up.sql", users + index_on_users + "ALTER TABLE other ADD COLUMN n int;\n");
  repository.write("1_a.down.sql", "DROP TABLE users;\n");
  repository.commit();
  repository.write("1_a.down.sql", "SELECT 1;\n");
  const nlohmann::json report = repository.report({"--since", "HEAD"});
  CHECK(judged(report) == Strings{"1_a.up.sql"});
  CHECK(rules(report) == Strings{"empty-rollback"});
}

TEST_CASE("migrations that are new together run in one transaction when their runner makes one for all") {
  const Repository repository;
  repository.write("drizzle.config.ts", "export default { dialect: 'postgresql', out: './drizzle' };\n");
  repository.write("drizzle/meta/_journal.json", R"({"version": "7", "dialect": "postgresql", "entries": [
    {"idx": 0, "tag": "0000_users"}]})");
  repository.write("drizzle/0000_users.sql",
                   "CREATE TABLE users (id bigint, email text);\nCREATE TABLE orders (id bigint);\n");
  repository.commit();
  repository.write("drizzle/meta/_journal.json", R"({"version": "7", "dialect": "postgresql", "entries": [
    {"idx": 0, "tag": "0000_users"}, {"idx": 1, "tag": "0001_name"}, {"idx": 2, "tag": "0002_index"}]})");
  repository.write("drizzle/0001_name.sql",
                   "SET LOCAL lock_timeout = '2s';\n--> statement-breakpoint\n"
                   "ALTER TABLE users ADD COLUMN name text;\n--> statement-breakpoint\n"
                   "CREATE TABLE notes (id bigint);\n");
  repository.write("drizzle/0002_index.sql",
                   "CREATE INDEX orders_id ON orders (id);\n--> statement-breakpoint\n"
                   "CREATE INDEX notes_id ON notes (id);\n");
  const nlohmann::json report = repository.report({"--since", "HEAD"});
  REQUIRE(judged(report) == Strings{"drizzle/0001_name.sql", "drizzle/0002_index.sql"});
  // The lock on users is held while the index is built; notes is nobody's yet; the timeout of the first file counts.
  CHECK(rules(report) == Strings{"create-index-blocking", "lock-held-during-bulk-work"});
  CHECK(contains(message(report, "lock-held-during-bulk-work"),
                 "users since an earlier migration of the same transaction"));
  const nlohmann::json first = report["migrations"][0]["transactions"];
  REQUIRE(first.size() == 1);
  CHECK(first[0]["goes_on"] == true);
  const nlohmann::json second = report["migrations"][1]["transactions"][0];
  CHECK(second["locks"][0]["relation"] == "public.users");
  CHECK_FALSE(second["locks"][0].contains("from"));
  CHECK(second["locks"][0]["duration"] == "build");
  // Without a revision nobody says what is pending together.
  CHECK_FALSE(contains(message(repository.report({"."}), "lock-held-during-bulk-work"), "earlier migration"));
}
