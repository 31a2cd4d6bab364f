#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "migration/file_names.h"
#include "migration/folders.h"
#include "migration/migration.h"

namespace pginterlock {

/// A file with SQL that may be a migration.
struct PlaceFile {
  std::string path;
  FileName name;
};

/// Where one runner looks: a folder with files, or with a folder for each migration.
struct Place {
  std::string folder;
  std::vector<PlaceFile> files;  // by path
};

/// What a place's framework is, and what told that.
struct Choice {
  enum class Strength : std::uint8_t {
    nothing,  // SQL files in a folder
    numbers,  // numbered files: in a folder with a fitting name they are migrations
    evidence  // only a framework leaves such files
  };
  const Framework* framework = nullptr;  // null: what each file says must tell
  std::string reason;
  Strength strength = Strength::nothing;
  std::string other_database;  // the place is for another database than PostgreSQL, in words
};

/// Decides by what files say in comments, then by what stands beside them, in the folders above and in the manifests of
/// the project, then by their names alone. Source of each sign: the framework's own sources and documentation.
Choice choose_framework(const Place& place, Folders& folders);

/// The shape that most names of a place have, ways back apart.
NameShape common_shape(const Place& place);

/// The framework whose comments stand in a text, by which it would be known wherever the file stood; null: none.
struct Marker {
  const Framework* framework = nullptr;
  std::string_view words;  // what was found
};
Marker marker_in(std::string_view text, NameShape shape);

/// The version of Prisma that a project uses, by its manifests: "prisma" or "prisma-7.4", with what told that.
Choice prisma_by_version(std::string_view folder, Folders& folders);

}  // namespace pginterlock
