#pragma once

#include <cstddef>
#include <string>

namespace pginterlock::bench {

/// A migration of about 2 kB that makes, changes, renames and drops objects of its own, the n-th of a long history:
/// what searches the whole schema for one statement shows in a file of many such parts.
std::string migration(std::size_t n);

}  // namespace pginterlock::bench
