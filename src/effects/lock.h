#pragma once

#include <cstdint>
#include <string_view>

namespace pginterlock {

/// PostgreSQL's table-level lock modes, weakest first. Source: lockdefs.h.
enum class LockMode : std::uint8_t {
  access_share,
  row_share,
  row_exclusive,
  share_update_exclusive,
  share,
  share_row_exclusive,
  exclusive,
  access_exclusive,
};

/// PostgreSQL's own name: "ACCESS EXCLUSIVE".
std::string_view name(LockMode mode);

/// Whether one transaction must wait when another holds the other mode. Source: lock.c, LockConflicts.
bool conflicts(LockMode a, LockMode b);

/// What waits while the mode is held.
struct Blocked {
  bool reads = false;         // SELECT (ACCESS SHARE)
  bool locked_reads = false;  // SELECT … FOR UPDATE/SHARE, and foreign key checks (ROW SHARE)
  bool writes = false;        // INSERT, UPDATE, DELETE, MERGE (ROW EXCLUSIVE)
  bool ddl = false;           // schema changes and VACUUM (SHARE UPDATE EXCLUSIVE)
};
Blocked blocked_by(LockMode mode);

/// Whether it makes readers or writers wait: SHARE and stronger. (SHARE UPDATE EXCLUSIVE only stops DDL and VACUUM.)
constexpr bool blocks_traffic(LockMode mode) { return mode >= LockMode::share; }

}  // namespace pginterlock
