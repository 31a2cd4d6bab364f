#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migration/discover.h"

namespace pginterlock {

/// A file of an example: its name and what it holds.
struct ExampleFile {
  std::string path;
  std::string text;
};

/// Compares the migrations of an example with those that the revision "main" held, as --since would.
void compare_with_example(std::vector<Migration>& migrations, const std::vector<ExampleFile>& at_main);

/// The migrations of a rule's example, as they would be found in a folder of their own: a line "-- file: name" begins
/// each file; without such lines all is "example.sql". A line "-- at main: name" begins a file as it was at a revision
/// that they are compared with. Paths are relative to that folder. The files really exist for
/// as long as the call takes, so framework and way back are found as they are for anyone.
/// Throws FileError or DiscoveryError when the temporary folder cannot be used.
std::vector<Migration> example_migrations(std::string_view example);

}  // namespace pginterlock
