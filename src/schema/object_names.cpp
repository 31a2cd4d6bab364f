#include "schema/object_names.h"

namespace pginterlock {

namespace {

constexpr std::size_t name_data_length = 64;  // NAMEDATALEN

template <typename Taken>
std::string first_free(const QualifiedName& table, std::string_view name2, std::string_view label, Taken taken) {
  QualifiedName name{table.schema, pg::make_object_name(table.name, name2, label)};
  for (std::size_t pass = 1; taken(name); ++pass) {
    name.name = pg::make_object_name(table.name, name2, std::string(label) + std::to_string(pass));
  }
  return std::move(name.name);
}

}  // namespace

std::string choose_constraint_name(const Schema& schema, const QualifiedName& table, std::string_view name2,
                                   std::string_view label) {
  return first_free(table, name2, label,
                    [&](const QualifiedName& name) { return schema.constraint_names.find(name) != nullptr; });
}

std::string choose_index_constraint_name(const Schema& schema, const QualifiedName& table, std::string_view name2,
                                         std::string_view label) {
  return first_free(table, name2, label, [&](const QualifiedName& name) {
    return schema.relations.find(name) != nullptr || schema.constraint_names.find(name) != nullptr;
  });
}

std::string joined_for_name(const std::vector<std::string>& columns) {
  std::string joined;
  for (const std::string& column : columns) {
    if (!joined.empty()) joined += '_';
    joined += column;
    if (joined.size() >= name_data_length) break;
  }
  return joined;
}

}  // namespace pginterlock
