#pragma once

#include <string_view>

#include "migration/place.h"

namespace pginterlock {

/// The database that SQL is written for when PostgreSQL cannot be meant: "MySQL", "SQLite", "SQL Server", "ClickHouse".
/// Empty: it can. Only marks that no PostgreSQL statement has count, outside comments and constants; the beginning of a
/// long text is enough.
std::string_view foreign_dialect(std::string_view sql);

/// The same of a place: what its first or last file cannot be PostgreSQL's for, nothing of the place can, since it is
/// run in order. Without that, half of its files have to say so. Their beginnings are read.
std::string_view foreign_dialect_of(const Place& place, Folders& folders);

}  // namespace pginterlock
