#include "migration/flyway_settings.h"
#include "text/lower_case.h"

#include <algorithm>
#include <array>
#include <string>

namespace pginterlock {

namespace {

constexpr std::array files = {
    "flyway.conf",     "flyway.toml",     "conf/flyway.conf", "conf/flyway.toml", "application.properties",
    "application.yml", "application.yaml"};

/// The text in lower case, without blanks, line ends and quotes: "[flyway]mixed=true".
std::string squeezed(std::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '"' || c == '\'') continue;
    bare += c;
  }
  return lower_case(bare);
}

bool says(const std::string& text, std::initializer_list<std::string_view> phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return text.find(phrase) != std::string::npos; });
}

}  // namespace

FlywaySettings flyway_settings(std::string_view folder, Folders& folders) {
  FlywaySettings settings;
  for (const char* name : files) {
    const std::string path = folders.nearest(folder, name);
    if (path.empty()) continue;
    const std::string text = squeezed(folders.text(path));
    if (text.find("flyway") == std::string::npos) continue;
    settings.mixed = settings.mixed || says(text, {"mixed=true", "mixed:true"});
    settings.group = settings.group || says(text, {"group=true", "group:true"});
    if (says(text, {"transactional.lock=false", "transactional-lock=false", "transactional-lock:false",
                    "transactional]lock=false", "transactionallock=false"})) {
      settings.transactional_lock = false;
    }
  }
  return settings;
}

}  // namespace pginterlock
