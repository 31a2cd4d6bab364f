#pragma once

#include <string>
#include <vector>

namespace pginterlock::cli {

/// What a configuration file says: each setting with its values as the command line would give them. A value that is
/// no list has one.
struct Configuration {
  struct Setting {
    std::string name;
    std::vector<std::string> values;
    bool list = false;
    std::size_t line = 0;
  };
  std::string path;    // empty: there is none
  std::string folder;  // where it stands: its paths are relative to that; empty: the working directory
  std::vector<Setting> settings;
};

/// The name of the file that is looked for.
constexpr const char* configuration_name = "pginterlock.toml";

/// The nearest pginterlock.toml in the working directory or above it, no further than the root of the git repository;
/// an empty path when there is none.
std::string find_configuration();

/// Reads a configuration file. Throws UsageError, with the file and the line, for what is no TOML and for values that
/// are no text, number, or list of these.
Configuration read_configuration(const std::string& path);

}  // namespace pginterlock::cli
