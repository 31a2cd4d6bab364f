#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "migration/flyway_settings.h"
#include "migration/migration.h"

namespace pginterlock {

/// A path that cannot be used; the message names it and says what to do.
struct DiscoveryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A migration that was found but not read yet. Paths are as they were given, or below what was given.
struct MigrationFile {
  std::string path;
  std::string shown;  // the path as reports show it: forward slashes, no "."
  std::string version;
  const Framework* framework = nullptr;   // by its name and its place; null: its content must tell
  std::optional<std::string> down;        // the file with the way back
  std::size_t piece = 0;                  // as in Migration
  bool piece_follows = false;             // as in Migration
  std::vector<std::string> earlier_down;  // the files with the ways back of the pieces before it, the nearest first
  std::string expected_down;              // where that file belongs, in words, when the framework has a place
  std::optional<std::string> metadata;    // the file beside it that says how to run it: metadata.toml, V1__x.sql.conf
  Direction direction = Direction::up;
  bool chosen = false;         // the user named the framework: what the file says does not change it
  std::string after_code;      // the migration in code that comes before it (after the one before it); empty: none
  std::size_t history = 0;     // files of the same number are applied to the same database
  bool whole_history = false;  // the migrations before it are there, from the first on
  FlywaySettings flyway;       // when that is its framework
  std::string_view option;     // on its runner's command line, which changes its transaction (runner_option)
  /// One unit of a file that holds several; the file is read already.
  struct Unit {
    std::shared_ptr<const SourceFile> source;
    Span range;
    std::optional<std::string> rollback;  // the bytes of the file, with blanks for all that is not this unit's way back
    bool no_transaction = false;
    bool unsplit = false;  // its statements are not sent one by one
  };
  std::optional<Unit> unit;
  std::shared_ptr<const Change> change;  // against a git revision; null: the run compares with none
};

/// Migrations of one framework in one place, and what told that they are.
struct FoundHistory {
  std::string folder;
  const Framework* framework = nullptr;  // null: each file's content tells
  std::string reason;                    // "migration_lock.toml beside"
  std::size_t migrations = 0;
};

/// Files with SQL that were not taken for migrations.
struct LeftOut {
  std::string reason;  // "for MySQL"
  std::size_t files = 0;
  std::string example;  // the first of them
};

struct Discovery {
  std::vector<MigrationFile> files;
  std::vector<FoundHistory> histories;
  std::vector<LeftOut> left_out;
};

struct DiscoveryOptions {
  const Framework* framework = nullptr;  // overrides what is found
};

/// The migrations behind the paths, in the order in which their runner applies them: files in the order given, the
/// content of a folder by version. Files that hold the way back of another migration belong to that migration and are
/// no migration of their own, unless they were named themselves without it.
/// In a folder only what a framework runs is taken, when there is such: other SQL, what is for other databases, dumps,
/// seed data and tests are left out and counted. Histories of different places are told apart.
/// Throws DiscoveryError for a path that does not exist and for a folder that holds no migration.
Discovery discover(const std::vector<std::string>& paths, const DiscoveryOptions& options = {});

/// What the paths of files tell about them, whether the files exist or not.
std::vector<MigrationFile> recognise_files(const std::vector<std::string>& paths);

/// Reads a migration: cuts it into its way up and its way back, and settles framework and transaction by what the file
/// says. Throws what read_file() throws.
Migration load(const MigrationFile& file);

/// The same for text that comes from elsewhere (standard input), as if it stood in the file `path`: its name and the
/// files beside it tell the framework and the way back.
Migration load_text(const std::string& path, std::string text, const Framework* framework = nullptr);

}  // namespace pginterlock
