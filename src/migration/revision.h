#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "migration/change.h"
#include "migration/discover.h"

namespace pginterlock {

/// What a run compares its migrations with.
struct RevisionOptions {
  std::string since;    // a revision; the working tree is compared with the place where this branch left it
  bool staged = false;  // the index is compared with HEAD
};

/// Asks git how each migration stands to the revision and notes it in MigrationFile::change: which are new or changed
/// and judged, which are history only. Migrations of the revision that are gone are added at the end. `paths` are those
/// that the migrations were found behind. Throws git::Error: outside a repository, for an unknown revision.
void compare_with_revision(std::vector<MigrationFile>& files, const std::vector<std::string>& paths,
                           const RevisionOptions& options);

/// What a framework does on a database where later migrations have run, when it meets a new one that sorts before them.
enum class LateArrival : std::uint8_t { unknown, refused, skipped, applied };
LateArrival late_arrival(const Framework& framework);

/// Whether a framework keeps a checksum of what it applied and refuses to go on when the file has changed.
bool refuses_edits(const Framework& framework);

/// Whether a framework knows its migrations by their version alone: the rest of the name may change.
bool knows_by_version(const Framework& framework);

}  // namespace pginterlock
