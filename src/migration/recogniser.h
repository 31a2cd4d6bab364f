#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "migration/discover.h"
#include "migration/place.h"

namespace pginterlock {

/// Turns a file of a place whose framework is known into a migration: its version, its direction, its way back and the
/// file that says how to run it. Each place's framework is found out once.
class Recogniser {
 public:
  Recogniser(const DiscoveryOptions& options, Folders& folders) : options_(options), folders_(folders) {}

  /// The place of a file, by its name and the folders above it.
  std::string place_of(std::string_view path);
  MigrationFile recognise(const PlaceFile& file, const Choice& choice);
  /// A file that was named by itself: what stands beside it tells its framework. Text that comes from elsewhere need
  /// not exist as a file.
  MigrationFile recognise_alone(const std::string& path);
  /// The choice for a file that was named by itself, made by recognise_alone() before.
  const Choice& choice_for(const std::string& path);

  /// Whether the framework runs files of that name; others may stand beside them.
  static bool runs(const Framework& framework, const PlaceFile& file, NameShape common);

 private:
  struct Decided {
    Choice choice;
    NameShape shape = NameShape::other;
  };
  const Decided& decide_alone(const PlaceFile& file);
  void find_way_back(MigrationFile& file, const PlaceFile& from);
  void take_down(MigrationFile& file, std::string path);
  std::optional<std::string> popx_down(const MigrationFile& file, std::string_view stem);
  void find_plain_rollback(MigrationFile& file, bool convention);
  void settle_flyway(MigrationFile& file, std::string_view title);
  const std::string& sqitch_root(std::string_view folder);

  DiscoveryOptions options_;
  Folders& folders_;
  std::unordered_map<std::string, Decided> decided_;        // by place and kind of name
  std::unordered_map<std::string, std::string> sqitch_;     // by folder: where sqitch.plan is; "" for none
  std::unordered_map<std::string, FlywaySettings> flyway_;  // by folder
};

}  // namespace pginterlock
