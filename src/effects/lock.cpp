#include "effects/lock.h"

#include <array>

namespace pginterlock {

namespace {

using Mask = unsigned;
constexpr Mask bit(LockMode mode) { return 1U << static_cast<unsigned>(mode); }
constexpr Mask from(LockMode mode) { return 0xFFU & ~(bit(mode) - 1U); }

// Source: lock.c, LockConflicts[].
constexpr std::array<Mask, 8> conflict_table = {
    /* ACCESS SHARE */ bit(LockMode::access_exclusive),
    /* ROW SHARE */ from(LockMode::exclusive),
    /* ROW EXCLUSIVE */ from(LockMode::share),
    /* SHARE UPDATE EXCLUSIVE */ from(LockMode::share_update_exclusive),
    /* SHARE */ from(LockMode::row_exclusive) & ~bit(LockMode::share),
    /* SHARE ROW EXCLUSIVE */ from(LockMode::row_exclusive),
    /* EXCLUSIVE */ from(LockMode::row_share),
    /* ACCESS EXCLUSIVE */ from(LockMode::access_share),
};

constexpr std::array<std::string_view, 8> names = {
    "ACCESS SHARE", "ROW SHARE",           "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE",
    "SHARE",        "SHARE ROW EXCLUSIVE", "EXCLUSIVE",     "ACCESS EXCLUSIVE",
};

}  // namespace

std::string_view name(LockMode mode) { return names[static_cast<std::size_t>(mode)]; }

bool conflicts(LockMode a, LockMode b) { return (conflict_table[static_cast<std::size_t>(a)] & bit(b)) != 0; }

Blocked blocked_by(LockMode mode) {
  return {.reads = conflicts(mode, LockMode::access_share),
          .locked_reads = conflicts(mode, LockMode::row_share),
          .writes = conflicts(mode, LockMode::row_exclusive),
          .ddl = conflicts(mode, LockMode::share_update_exclusive)};
}

}  // namespace pginterlock
