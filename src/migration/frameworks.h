#pragma once

#include <span>
#include <string_view>

#include "migration/migration.h"

namespace pginterlock {

/// Every framework that is known, "plain" (psql -f) first.
std::span<const Framework> frameworks();

/// The framework with that id, or null.
const Framework* find_framework(std::string_view id);

}  // namespace pginterlock
