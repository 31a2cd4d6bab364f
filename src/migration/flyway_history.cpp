#include "migration/flyway_history.h"

#include <algorithm>
#include <array>

#include "migration/paths.h"
#include "text/lower_case.h"

namespace pginterlock {

namespace {

constexpr std::array configurations = {
    "flyway.conf",     "flyway.toml",     "conf/flyway.conf", "conf/flyway.toml", "application.properties",
    "application.yml", "application.yaml"};

/// 1_2 and 1.2 are one version.
std::string dotted(std::string version) {
  std::replace(version.begin(), version.end(), '_', '.');
  return version;
}

bool is_baseline(const MigrationFile& file) {
  return file.framework != nullptr && file.framework->id == "flyway" && name_of(file.path).starts_with('B');
}

/// The baseline that the history begins with: the newest that is older than every versioned migration.
const MigrationFile* first_of_history(const std::vector<MigrationFile>& files) {
  const MigrationFile* begin = nullptr;
  for (const MigrationFile& one : files) {
    if (!is_baseline(one)) continue;
    const bool first = std::all_of(files.begin(), files.end(), [&](const MigrationFile& other) {
      return other.version.empty() || is_baseline(other) || natural_less(dotted(one.version), dotted(other.version));
    });
    const bool newer = begin == nullptr || natural_less(dotted(begin->version), dotted(one.version));
    if (first && newer) begin = &one;
  }
  return begin;
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = line_at(text, at);
    if (line.starts_with("---") && !lines.empty()) break;  // YAML: the next document is for a profile
    const std::string_view bare = trimmed(line);
    if (!bare.empty() && bare[0] != '#' && bare[0] != '!' && !line.starts_with("---")) lines.push_back(line);
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return lines;
}

/// Adds the items of a list as any of the formats writes it: a, b · [a, b] · ["a", "b"] · ${NAME:a,b}.
void add_items(std::string_view text, std::vector<std::string>& items) {
  text = text.substr(0, text.find(" #"));
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    std::string item;
    for (const char c : text.substr(0, end)) {
      if (c != '"' && c != '\'' && c != '[' && c != ']' && c != ' ' && c != '\t') item += c;
    }
    if (item.starts_with("${") && item.find(':') != std::string::npos) item.erase(0, item.find(':') + 1);
    if (item.ends_with('}') && !item.ends_with("{vendor}")) item.pop_back();
    if (!item.empty()) items.push_back(std::move(item));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// The key of a line and where its value begins; the key in lower case, without quotes.
std::string key_of(std::string_view line, std::size_t& value) {
  const std::size_t sign = std::min(line.find_first_of("=:"), line.size());
  value = std::min(sign + 1, line.size());
  std::string key = lower_case(trimmed(line.substr(0, sign)));
  std::erase(key, '"');
  return key;
}

/// Whether the line with the key `locations` stands under `flyway`: in a section of TOML, or in YAML under the nearest
/// line that is less indented.
bool under_flyway(const std::vector<std::string_view>& lines, std::size_t at) {
  const std::size_t indent = indent_of(lines[at]);
  for (std::size_t i = at; i-- > 0;) {
    const std::string_view line = trimmed(lines[i]);
    if (line.starts_with('[') && line.ends_with(']')) return line == "[flyway]";
    if (line.ends_with(':') && indent_of(lines[i]) < indent) return line == "flyway:" || line == "spring.flyway:";
  }
  return false;
}

bool names_locations(const std::vector<std::string_view>& lines, std::size_t at, std::string_view key) {
  if (key == "flyway.locations" || key == "spring.flyway.locations") return true;
  return key == "locations" && under_flyway(lines, at);
}

/// A location as a path below some root; empty: it does not tell one.
std::string below_root(std::string location) {
  for (const std::string_view scheme : {"classpath:", "filesystem:"}) {
    if (location.starts_with(scheme)) location.erase(0, scheme.size());
  }
  if (const std::size_t vendor = location.find("{vendor}"); vendor != std::string::npos) {
    location.replace(vendor, std::string_view("{vendor}").size(), "postgresql");
  }
  if (location.find_first_of("*?$:") != std::string::npos) return {};
  std::string path = normal(location);
  while (path.starts_with('/') || path.starts_with("../")) path.erase(0, path.find('/') + 1);
  while (path.ends_with('/')) path.pop_back();
  return path == "." ? std::string() : path;
}

/// Where the path of a location ends in a folder at or above `folder`: the root before it; empty: nowhere.
std::string root_before(const std::string& folder, const std::string& location) {
  const std::string whole = folder + "/";
  const std::size_t at = whole.rfind("/" + location + "/");
  return at == std::string::npos ? std::string() : whole.substr(0, at + 1);
}

}  // namespace

void take_one_baseline(std::vector<MigrationFile>& files, Aside& aside) {
  const MigrationFile* begin = first_of_history(files);
  const std::string kept = begin == nullptr ? std::string() : begin->path;
  const auto drop = [&](const MigrationFile& file) { return is_baseline(file) && file.path != kept; };
  for (const MigrationFile& file : files) {
    if (drop(file)) aside.add("baselines, which the versioned migrations make as well", file.path);
  }
  std::erase_if(files, drop);
}

std::vector<std::string> flyway_locations_in(std::string_view text) {
  std::vector<std::string> locations;
  const std::vector<std::string_view> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::size_t value = 0;
    if (!names_locations(lines, i, key_of(lines[i], value))) continue;
    std::string_view rest = trimmed(lines[i].substr(value));
    add_items(rest, locations);
    const bool open = rest.starts_with('[') && rest.find(']') == std::string_view::npos;
    for (++i; i < lines.size() && (open || rest.empty()); ++i) {
      const std::string_view line = trimmed(lines[i]);
      if (!open && !line.starts_with("- ")) break;
      add_items(open ? line : line.substr(2), locations);
      if (open && line.find(']') != std::string_view::npos) break;
    }
    break;
  }
  return locations;
}

FlywayLocation flyway_location(std::string_view folder, Folders& folders) {
  for (const char* name : configurations) {
    const std::string path = folders.nearest(folder, name);
    if (path.empty()) continue;
    const std::vector<std::string> locations = flyway_locations_in(folders.text(path));
    if (locations.empty()) continue;
    if (locations.size() == 1) return {};
    const std::string whole = folders.absolute(folder);
    for (const std::string& location : locations) {
      const std::string below = below_root(location);
      const std::string root = below.empty() ? std::string() : root_before(whole, below);
      if (!root.empty()) return {root, name};
    }
    return {};
  }
  return {};
}

}  // namespace pginterlock
