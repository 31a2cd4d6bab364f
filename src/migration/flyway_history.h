#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migration/discover.h"
#include "migration/folders.h"
#include "migration/left_out.h"

namespace pginterlock {

/// Leaves out the baselines (B scripts) that tell what versioned migrations tell as well. On an empty database Flyway
/// runs the newest B and the V behind it; so a B that is older than every V is where the history begins, and of several
/// such the newest. Migrations in code count as well.
/// Source: Flyway, BaselineResourceTypeProvider.java and its documentation of baseline migrations.
void take_one_baseline(std::vector<MigrationFile>& files, Aside& aside);

/// One of the folders that a configuration names together.
struct FlywayLocation {
  std::string root;  // what the locations are below of, and whose configuration it is: the same for folders that belong
  std::string configuration;  // the name of the file that says so
};

/// The location that a folder of migrations is in, when the nearest configuration (flyway.conf, flyway.toml, Spring
/// Boot's application.properties, .yml and .yaml) names several; an empty root: none does. `{vendor}` is PostgreSQL's;
/// of a file with several profiles the first document counts, and a location with wildcards says nothing.
FlywayLocation flyway_location(std::string_view folder, Folders& folders);

/// The values of `locations` in a configuration, as they are written: "classpath:db/migration".
std::vector<std::string> flyway_locations_in(std::string_view text);

}  // namespace pginterlock
