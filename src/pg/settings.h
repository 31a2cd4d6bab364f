#pragma once

#include <optional>
#include <string_view>

/// PostgreSQL's settings (GUCs), read from pg_settings of real servers by tools/generate_settings.py.
namespace pginterlock::pg {

struct SettingFact {
  std::string_view context;  // pg_settings.context: internal, postmaster, sighup, backend, superuser, user, …
  std::string_view type;     // pg_settings.vartype: bool, integer, real, string, enum
};

/// In: a name in lower case. Out: what pg_settings says in this version; nothing when it has no such setting.
std::optional<SettingFact> setting(std::string_view name, int version);

/// Whether any server knows the name: a setting of some version (scripts that pg_dump wrote set those of its own), one
/// that pg_settings hides, an old name of one, or any name with a dot in it, which stands for a library's.
/// Source: guc.c, find_option.
bool setting_exists(std::string_view name);

}  // namespace pginterlock::pg
