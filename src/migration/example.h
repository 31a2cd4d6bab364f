#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migration/discover.h"

namespace pginterlock {

/// The migrations of a rule's example, as they would be found in a folder of their own: a line "-- file: name" begins
/// each file; without such lines all is "example.sql". Paths are relative to that folder. The files really exist for
/// as long as the call takes, so framework and way back are found as they are for anyone.
/// Throws FileError or DiscoveryError when the temporary folder cannot be used.
std::vector<Migration> example_migrations(std::string_view example);

}  // namespace pginterlock
