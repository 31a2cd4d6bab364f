#pragma once

#include <string_view>

#include "migration/folders.h"

namespace pginterlock {

/// What Flyway is told in the configuration that is found from a folder of migrations upward: its own files, and those
/// of Spring Boot.
struct FlywaySettings {
  bool mixed = false;              // flyway.mixed: statements that refuse a transaction may stand beside others
  bool group = false;              // flyway.group: all pending migrations in one transaction
  bool transactional_lock = true;  // flyway.postgresql.transactional.lock
};
FlywaySettings flyway_settings(std::string_view folder, Folders& folders);

}  // namespace pginterlock
