#include "catalogue.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>

namespace pginterlock::conformance {

namespace {

using Attributes = Catalogue::Attributes;

/// The relation that an object is a part of; none: it stands alone.
std::optional<CatalogueObject> whole_of(const CatalogueObject& object, const Attributes& attributes) {
  static const std::set<std::string> parts = {"column", "constraint", "trigger", "policy", "rule"};
  if (parts.contains(object.kind)) return CatalogueObject{"relation", object.name.substr(0, object.name.rfind('.'))};
  const auto table = attributes.find("table");
  if (object.kind != "index" || table == attributes.end()) return std::nullopt;
  return CatalogueObject{"relation", table->second.value_or("")};
}

void compare_attributes(const CatalogueObject& object, const Attributes& server, const Attributes& replayed,
                        CatalogueComparison& comparison) {
  std::set<std::string> names;
  for (const auto& [name, value] : server) names.insert(name);
  for (const auto& [name, value] : replayed) names.insert(name);
  const auto value_of = [](const Attributes& attributes, const std::string& name) {
    const auto it = attributes.find(name);
    return it == attributes.end() ? Catalogue::Value("") : it->second;
  };
  for (const std::string& name : names) {
    const Catalogue::Value there = value_of(server, name);
    const Catalogue::Value here = value_of(replayed, name);
    if (!here || !there) {
      ++comparison.unknown[object.kind + ": " + name];
      continue;
    }
    ++comparison.attributes;
    if (*there == *here) continue;
    comparison.differences.push_back({whole_of(object, server).value_or(object), false,
                                      fmt::format("{} {}: {}\n      server:      {}\n      pginterlock: {}",
                                                  object.kind, object.name, name, *there, *here)});
  }
}

/// Whether it is said of the relation that not all of its columns are known.
bool lacks_columns(const Catalogue& catalogue, const CatalogueObject& relation) {
  const auto it = catalogue.objects().find(relation);
  if (it == catalogue.objects().end()) return false;
  const auto columns = it->second.find("columns");
  return columns != it->second.end() && !columns->second;
}

/// What is in `one` and not in `other`; the parts of a relation that is missing are told with it.
void find_missing(const Catalogue& one, const Catalogue& other, bool on_server, CatalogueComparison& comparison) {
  const auto missing = [&](const CatalogueObject& object) {
    return one.objects().contains(object) && !other.objects().contains(object);
  };
  std::map<CatalogueObject, std::size_t> parts;
  for (const auto& [object, attributes] : one.objects()) {
    if (!missing(object)) continue;
    const auto whole = whole_of(object, attributes);
    if (object.kind == "column" && lacks_columns(other, *whole)) {
      ++comparison.unknown["column: whether it is there"];
      continue;
    }
    const bool told = whole && missing(*whole);
    const auto place = parts.try_emplace(told ? *whole : object).first;
    if (told) ++place->second;
  }
  for (const auto& [object, count] : parts) {
    const CatalogueObject whole = whole_of(object, one.objects().at(object)).value_or(object);
    std::string text =
        fmt::format("{} {}: only {}", object.kind, object.name, on_server ? "on the server" : "in pginterlock");
    if (count > 0) text += fmt::format(", with {} columns, constraints, indexes and the like", count);
    comparison.differences.push_back({whole, on_server, std::move(text)});
  }
}

}  // namespace

CatalogueComparison compare(const Catalogue& server, const Catalogue& replayed) {
  CatalogueComparison comparison;
  for (const auto& [object, attributes] : server.objects()) {
    const auto it = replayed.objects().find(object);
    if (it == replayed.objects().end()) continue;
    ++comparison.objects;
    compare_attributes(object, attributes, it->second, comparison);
  }
  find_missing(server, replayed, true, comparison);
  find_missing(replayed, server, false, comparison);
  return comparison;
}

}  // namespace pginterlock::conformance
