#pragma once

#include <span>

#include "lint/rule.h"

namespace pginterlock {

/// Every rule, in the order of their files. The list is written by CMake from the folder.
std::span<const Rule* const> all_rules();

}  // namespace pginterlock
