#include "schema/new_labels.h"

#include <algorithm>

#include "schema/remembered_text.h"

namespace pginterlock::schema {

namespace {

constexpr char separator = '\x1f';

QualifiedName key_of(const QualifiedName& type) { return {remembered, "new labels of " + type.plain()}; }
QualifiedName key_of_types() { return {remembered, "types with new labels"}; }

bool is_of(const NamedObject& labels, const UserType& type) {
  return !type.origin || !labels.origin || labels.origin->transaction >= type.origin->transaction;
}

}  // namespace

void note_new_label(const UserType& type, const std::string& label, const Origin& origin, Schema& schema) {
  const QualifiedName key = key_of(type.name);
  const NamedObject* known = schema.others.find(key);
  NamedObject labels;
  if (known != nullptr && is_of(*known, type)) labels.text = known->text;
  labels.text += label + separator;
  labels.origin = origin;
  schema.others.put(key, std::move(labels));
  const std::vector<QualifiedName>* types = types_with_new_labels(schema);
  if (types != nullptr && std::find(types->begin(), types->end(), type.name) != types->end()) return;
  if (types == nullptr) schema.others.put(key_of_types(), NamedObject{});
  schema.others.edit(key_of_types()).tables.push_back(type.name);
}

const std::vector<QualifiedName>* types_with_new_labels(const Schema& schema) {
  static const QualifiedName key = key_of_types();
  const NamedObject* types = schema.others.find(key);
  return types == nullptr ? nullptr : &types->tables;
}

std::vector<std::string> new_labels_of(const UserType& type, const Schema& schema) {
  std::vector<std::string> labels;
  const NamedObject* known = schema.others.find(key_of(type.name));
  if (known == nullptr || !is_of(*known, type)) return labels;
  for (std::size_t at = 0; at < known->text.size();) {
    const std::size_t end = std::min(known->text.find(separator, at), known->text.size());
    labels.push_back(known->text.substr(at, end - at));
    at = end + 1;
  }
  return labels;
}

}  // namespace pginterlock::schema
