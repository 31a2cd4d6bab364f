#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "migration/discover.h"
#include "migration/frameworks.h"
#include "migration/paths.h"
#include "migration/sections.h"

using namespace pginterlock;
namespace fs = std::filesystem;

namespace {

/// A folder that is gone after the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("pginterlock-test-" + std::to_string(counter()++))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text = "SELECT 1;\n") const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string path(const std::string& name = "") const { return (path_ / name).string(); }
  std::vector<std::string> names(const std::vector<MigrationFile>& files) const {
    std::vector<std::string> out;
    for (const auto& file : files) out.push_back(fs::path(file.path).lexically_relative(path_).generic_string());
    return out;
  }

 private:
  static int& counter() {
    static int value = static_cast<int>(::getpid()) * 1000;
    return value;
  }
  fs::path path_;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("numbers in names order as numbers, folders before longer names") {
  CHECK(natural_less("m/2_b.sql", "m/10_a.sql"));
  CHECK_FALSE(natural_less("m/10_a.sql", "m/2_b.sql"));
  CHECK(natural_less("m/002_b.sql", "m/10_a.sql"));
  CHECK(natural_less("a/z.sql", "a-b/a.sql"));
  CHECK_FALSE(natural_less("a", "a"));
}

TEST_CASE("up and down files of golang-migrate are one migration") {
  const Folder folder;
  folder.write("10_b.up.sql");
  folder.write("10_b.down.sql");
  folder.write("2_a.up.sql");
  const auto files = discover({folder.path()}).files;
  CHECK(folder.names(files) == Names{"2_a.up.sql", "10_b.up.sql"});
  CHECK(files[0].framework->id == "golang-migrate");
  CHECK(files[0].version == "2");
  CHECK_FALSE(files[0].down);
  CHECK(files[0].expected_down.find("2_a.down.sql") != std::string::npos);
  REQUIRE(files[1].down);
  const Migration migration = load(files[1]);
  CHECK(migration.transaction() == TransactionMode::implicit);
  CHECK(migration.down);
}

TEST_CASE("a way back that is named alone is judged as one") {
  const Folder folder;
  folder.write("1_a.up.sql");
  folder.write("1_a.down.sql");
  const auto alone = discover({folder.path("1_a.down.sql")}).files;
  REQUIRE(alone.size() == 1);
  CHECK(alone[0].direction == Direction::down);
  const auto both = discover({folder.path("1_a.up.sql"), folder.path("1_a.down.sql")}).files;
  CHECK(folder.names(both) == Names{"1_a.up.sql"});
}

TEST_CASE("diesel, prisma, sqlx, flyway and sqitch are known by their files") {
  const Folder folder;
  folder.write("d/2024-01-02-000000_x/up.sql");
  folder.write("d/2024-01-02-000000_x/down.sql");
  folder.write("p/20240102_x/migration.sql");
  folder.write("s/Cargo.toml", "");
  folder.write("s/migrations/1_x.up.sql");
  folder.write("f/V1.10__x.sql");
  folder.write("f/V1.9__w.sql");
  folder.write("f/U1.9__w.sql");
  folder.write("q/sqitch.plan", "%project=x\n\nb 2024\na [b] 2024\n");
  folder.write("q/deploy/a.sql");
  folder.write("q/deploy/b.sql");
  folder.write("q/revert/a.sql");
  folder.write("q/verify/a.sql");
  const auto diesel = discover({folder.path("d")}).files;
  REQUIRE(diesel.size() == 1);
  CHECK(diesel[0].framework->id == "diesel");
  CHECK(diesel[0].version == "2024-01-02-000000");
  CHECK(load(diesel[0]).transaction() == TransactionMode::file);
  CHECK(discover({folder.path("p")}).files[0].framework->id == "prisma");
  CHECK(discover({folder.path("s")}).files[0].framework->id == "sqlx");
  const auto flyway = discover({folder.path("f")}).files;
  CHECK(folder.names(flyway) == Names{"f/V1.9__w.sql", "f/V1.10__x.sql"});
  CHECK(flyway[0].down);
  CHECK_FALSE(flyway[1].down);
  const auto sqitch = discover({folder.path("q")}).files;
  CHECK(folder.names(sqitch) == Names{"q/deploy/b.sql", "q/deploy/a.sql"});
  CHECK(sqitch[1].down);
  CHECK_FALSE(sqitch[0].down);
}

TEST_CASE("rollback files beside plain migrations are a convention of the folder") {
  const Folder folder;
  folder.write("007_a.sql");
  folder.write("007_rollback.sql");
  folder.write("008_b.sql");
  const auto files = discover({folder.path()}).files;
  CHECK(folder.names(files) == Names{"007_a.sql", "008_b.sql"});
  CHECK(files[0].down);
  CHECK_FALSE(files[1].down);
  CHECK(files[1].expected_down.find("008_rollback.sql") != std::string::npos);

  const Folder lone;
  lone.write("008_b.sql");
  CHECK(discover({lone.path()}).files[0].expected_down.empty());
}

TEST_CASE("goose, dbmate and sql-migrate say in the file what goes up and what goes down") {
  const std::string goose = "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n";
  const Sections sections = find_sections(goose);
  REQUIRE(sections.framework != nullptr);
  CHECK(sections.framework->id == "goose");
  REQUIRE(sections.up.size() == 1);
  CHECK(goose.substr(sections.up[0].begin, sections.up[0].size()) == "\nSELECT 1;\n");
  REQUIRE(sections.down.size() == 1);
  CHECK(goose.substr(sections.down[0].begin, sections.down[0].size()) == "\nSELECT 2;\n");
  CHECK_FALSE(sections.no_transaction);
  CHECK(find_sections("-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;").no_transaction);
  CHECK(find_sections("-- +goose no transaction\n-- +goose up\nSELECT 1;").no_transaction);
  CHECK(find_sections("-- +goose Up\nSELECT 1;\n-- +goose Down\n-- +goose NO TRANSACTION\n").no_transaction);
  CHECK(find_sections("-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\n").no_transaction);
  CHECK(find_sections("-- migrate:up\nSELECT 1;\n-- migrate:down transaction:false\n").no_transaction == false);
  CHECK(find_sections("-- +migrate Up notransaction\nSELECT 1;\n").no_transaction);
  CHECK(find_sections("SELECT '\n-- no marker'").framework == nullptr);
  CHECK(load_text("x.sql", goose).transaction() == TransactionMode::file);
}

TEST_CASE("a file may go up and down in several sections, and each byte keeps its place") {
  const std::string text =
      "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;\n-- migrate:down\nSELECT 4;\n";
  const Migration migration = load_text("1_x.sql", text);
  const std::string_view up = migration.up.source->text();
  CHECK(migration.up.source->slice(migration.up.range).find("SELECT 2") == std::string_view::npos);
  CHECK(up.find("SELECT 1;") == text.find("SELECT 1;"));
  CHECK(up.find("SELECT 3;") == text.find("SELECT 3;"));
  REQUIRE(migration.down);
  const std::string_view down = migration.down->source->slice(migration.down->range);
  CHECK(down.find("SELECT 2;") != std::string_view::npos);
  CHECK(down.find("SELECT 3;") == std::string_view::npos);
  CHECK(down.find("SELECT 4;") != std::string_view::npos);
  CHECK(find_sections("-- +goose Down\nSELECT 2;\n").up.empty());
}

TEST_CASE("a file may ask for no transaction") {
  const Folder folder;
  folder.write("x/up.sql", "CREATE INDEX CONCURRENTLY a ON b (c);");
  folder.write("x/metadata.toml", "run_in_transaction = false\n");
  CHECK(load(discover({folder.path("x/up.sql")}).files[0]).transaction() == TransactionMode::implicit);
  folder.write("f/V1__x.sql", "CREATE INDEX CONCURRENTLY a ON b (c);");
  folder.write("f/V2__x.sql", "-- not CREATE INDEX CONCURRENTLY\nCREATE INDEX a ON b (c);");
  CHECK(load(discover({folder.path("f/V1__x.sql")}).files[0]).transaction() == TransactionMode::none);
  CHECK(load(discover({folder.path("f/V2__x.sql")}).files[0]).transaction() == TransactionMode::file);
  CHECK(load_text("1_x.sql", "-- no-transaction\nSELECT 1;").transaction() == TransactionMode::implicit);
}

TEST_CASE("paths that lead nowhere are errors with advice") {
  const Folder folder;
  fs::create_symlink(folder.path("nowhere"), folder.path("link.sql"));
  fs::create_directories(folder.path("empty"));
  CHECK_THROWS_AS(discover({folder.path("missing.sql")}), DiscoveryError);
  CHECK_THROWS_WITH(discover({folder.path("link.sql")}).files, doctest::Contains("symbolic link"));
  CHECK_THROWS_WITH(discover({folder.path("empty")}).files, doctest::Contains("no SQL files"));
}

TEST_CASE("diesel's versions are ordered without their dashes") {
  const Folder folder;
  folder.write("migrations/2017-08-31-230457_invitations/up.sql");
  folder.write("migrations/20140924113530_users/up.sql");
  folder.write("migrations/20180101000000_later/up.sql");
  const auto names = folder.names(discover({folder.path()}).files);
  CHECK(names == std::vector<std::string>{"migrations/20140924113530_users/up.sql",
                                          "migrations/2017-08-31-230457_invitations/up.sql",
                                          "migrations/20180101000000_later/up.sql"});
}

TEST_CASE("text from elsewhere is judged as if it stood in the file of its name") {
  const Folder folder;
  folder.write("1_a.down.sql", "DROP TABLE a;");
  const Migration migration = load_text(folder.path("1_a.up.sql"), "CREATE TABLE a (b int);");
  CHECK(migration.framework->id == "golang-migrate");
  CHECK(migration.version == "1");
  REQUIRE(migration.down);
  CHECK(migration.down->source->text() == "DROP TABLE a;");
  CHECK(load_text(folder.path("2_b.up.sql"), "SELECT 1;").expected_down.find("2_b.down.sql") != std::string::npos);
  CHECK(load_text("x.sql", "SELECT 1;", find_framework("diesel")).transaction() == TransactionMode::file);
}

TEST_CASE("a file in the current folder is found by its name alone") {
  const Folder folder;
  folder.write("1_a.up.sql");
  folder.write("1_a.down.sql");
  const fs::path here = fs::current_path();
  fs::current_path(folder.path());
  const auto files = discover({"1_a.up.sql"}).files;
  fs::current_path(here);
  REQUIRE(files.size() == 1);
  CHECK(files[0].shown == "1_a.up.sql");
  CHECK(files[0].down);
}
