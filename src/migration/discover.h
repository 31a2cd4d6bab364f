#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "migration/migration.h"

namespace pginterlock {

/// A path that cannot be used; the message names it and says what to do.
struct DiscoveryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A migration that was found but not read yet.
struct MigrationFile {
  std::filesystem::path path;
  std::string shown;  // the path as reports show it: forward slashes, as it was given
  std::string version;
  const Framework* framework = nullptr;       // by its name and its place; null: its content must tell
  std::optional<std::filesystem::path> down;  // the file with the way back
  std::string expected_down;                  // where that file belongs, in words, when the framework has a place
  std::optional<std::filesystem::path> metadata;  // diesel's metadata.toml beside it
  Direction direction = Direction::up;
};

struct DiscoveryOptions {
  const Framework* framework = nullptr;  // overrides what is found
};

/// The migrations behind the paths, in the order in which their runner applies them: files in the order given, the
/// content of a folder by version. Files that hold the way back of another migration belong to that migration and are
/// no migration of their own, unless they were named themselves without it.
/// Throws DiscoveryError for a path that does not exist and for a folder that holds no SQL file.
std::vector<MigrationFile> discover(const std::vector<std::string>& paths, const DiscoveryOptions& options = {});

/// Reads a migration: cuts it into its way up and its way back, and settles framework and transaction by what the file
/// says. Throws what read_file() throws.
Migration load(const MigrationFile& file);

/// The same for text that comes from elsewhere (standard input), as if it stood in the file `path`: its name and the
/// files beside it tell the framework and the way back.
Migration load_text(const std::string& path, std::string text, const Framework* framework = nullptr);

/// Orders paths as people number them: digits compare as numbers, "2_b" before "10_a"; the rest byte by byte.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace pginterlock
