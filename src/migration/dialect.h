#pragma once

#include <string_view>

namespace pginterlock {

/// The database that SQL is written for when PostgreSQL cannot be meant: "MySQL", "SQLite", "SQL Server", "ClickHouse".
/// Empty: it can. Only marks that no PostgreSQL statement has count, outside comments and constants; the beginning of a
/// long text is enough.
std::string_view foreign_dialect(std::string_view sql);

}  // namespace pginterlock
