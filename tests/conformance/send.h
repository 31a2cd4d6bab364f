#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "migration/migration.h"
#include "server.h"
#include "sql_failure.h"

namespace pginterlock::conformance {

/// Sends a text of statements as runners do, without anything around it, and gives what stopped it. `whole` is one
/// message as it is; else the splitter cuts it (psql's commands are left out), and nothing is sent after a statement
/// that failed: but for a pipeline, whose rest is on its way and is skipped by the server. A transaction that the text
/// opened, or that failed, stays open.
std::optional<Stopped> send_text(Connection& connection, std::string_view text, Send send);

/// The same with what the runner does around it: BEGIN before and COMMIT behind for every Wrap but `none`, and ROLLBACK
/// when a statement failed. A transaction that the text itself left open is rolled back, as the server does when the
/// runner closes the connection.
std::optional<Stopped> send_migration(Connection& connection, std::string_view text, Wrap wrap, Send send);

}  // namespace pginterlock::conformance
