#include "pg/settings.h"

#include <algorithm>
#include <array>

namespace pginterlock::pg {

namespace {

struct Row {
  std::string_view name;
  int since;
  int until;
  std::string_view context;
  std::string_view type;
};

constexpr Row rows[] = {
#include "pg/settings_data.inc"
};

// Source: guc_tables.c, the entries with GUC_NO_SHOW_ALL; guc.c, map_old_guc_names.
constexpr std::array hidden = {
    std::string_view("default_with_oids"),
    std::string_view("is_superuser"),
    std::string_view("role"),
    std::string_view("seed"),
    std::string_view("session_authorization"),
    std::string_view("sort_mem"),
    std::string_view("ssl_renegotiation_limit"),
    std::string_view("vacuum_mem"),
    std::string_view("ssl_ecdh_curve"),
};

constexpr int oldest = 12;
constexpr int newest = 18;

}  // namespace

std::optional<SettingFact> setting(std::string_view name, int version) {
  version = std::clamp(version, oldest, newest);
  auto row = std::lower_bound(std::begin(rows), std::end(rows), name,
                              [](const Row& one, std::string_view wanted) { return one.name < wanted; });
  for (; row != std::end(rows) && row->name == name; ++row) {
    if (row->since <= version && version <= row->until) return SettingFact{row->context, row->type};
  }
  return std::nullopt;
}

bool setting_exists(std::string_view name) {
  const auto row = std::lower_bound(std::begin(rows), std::end(rows), name,
                                    [](const Row& one, std::string_view wanted) { return one.name < wanted; });
  return name.find('.') != std::string_view::npos || (row != std::end(rows) && row->name == name) ||
         std::find(hidden.begin(), hidden.end(), name) != hidden.end();
}

}  // namespace pginterlock::pg
