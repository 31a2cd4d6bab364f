#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pginterlock {

/// What of a migration is judged: all of it; only its way back, when nothing else changed; nothing, when it tells only
/// what the later ones meet.
enum class Judged : std::uint8_t { all, way_back, nothing };

/// How a migration stands to the git revision that a run compares with (--since, --staged).
struct Change {
  enum class Kind : std::uint8_t { none, added, modified, renamed, deleted };

  Kind kind = Kind::none;
  Judged judged = Judged::nothing;
  std::string revision;                 // as it was named: "main"
  std::string old_path;                 // its file at the revision, as reports show it; empty: it was not there
  std::string old_version;              // the version in the name of that file
  std::optional<std::string> old_text;  // what that file held, when it is not what the file holds now
  std::vector<std::string> others;      // deleted: further migrations of the folder that are gone
  // What is judged, where the working tree holds something else: --staged takes it from the index.
  std::optional<std::string> text;
  std::optional<std::string> down_text;
  // A migration of the revision that comes after this new one, or has the same version; empty: there is none.
  std::string later;
  bool same_version = false;
};

}  // namespace pginterlock
