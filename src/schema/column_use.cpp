#include "schema/column_use.h"

namespace pginterlock::schema {

namespace {

// Schema::others has one object for each column that is used. Its kind names the users, one on a line.
QualifiedName key_of(const QualifiedName& table, std::string_view column) {
  return {column_use, table.plain() + "." + std::string(column)};
}

}  // namespace

void note_column_use(const std::string& user, const Dependency& column, Schema& schema) {
  const QualifiedName key = key_of(column.relation, column.column);
  const NamedObject* known = schema.others.find(key);
  NamedObject object = known == nullptr ? NamedObject{} : *known;
  object.kind += user + "\n";
  schema.others.put(key, std::move(object));
}

void forget_column_uses(const std::string& user, Schema& schema) {
  std::vector<QualifiedName> keys;
  schema.others.for_each_with(whole_word(user), [&](const QualifiedName& key, const NamedObject& object) {
    if (key.schema == column_use && object.kind.find(user + "\n") != std::string::npos) keys.push_back(key);
  });
  for (const QualifiedName& key : keys) {
    std::string& users = schema.others.edit(key).kind;
    for (std::size_t at = users.find(user + "\n"); at != std::string::npos; at = users.find(user + "\n")) {
      users.erase(at, user.size() + 1);
    }
  }
}

std::vector<std::string> users_in(const NamedObject& note) {
  std::vector<std::string> users;
  std::string_view text = note.kind;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    users.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return users;
}

std::vector<std::string> users_of_column(const Schema& schema, const QualifiedName& table, std::string_view column) {
  const NamedObject* known = schema.others.find(key_of(table, column));
  return known == nullptr ? std::vector<std::string>{} : users_in(*known);
}

}  // namespace pginterlock::schema
