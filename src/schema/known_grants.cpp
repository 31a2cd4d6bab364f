#include "schema/known_grants.h"

#include <algorithm>
#include <tuple>

#include "pg/names.h"
#include "schema/memory.h"
#include "schema/remembered_text.h"

namespace pginterlock::schema {

namespace {

constexpr std::string_view for_what = " for what ";
constexpr std::string_view makes = " makes";

template <typename Visit>
void each_text(const Schema& schema, std::string_view thing, const QualifiedName& of, std::string_view about,
               Visit&& visit) {
  for (const NamedObject* text : texts_of(thing, of, schema)) {
    if (text->kind == about) visit(*text);
  }
}

void add_words(std::string_view words, std::string_view grantee, std::vector<Grant>& grants) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (end > at) grants.push_back({std::string(words.substr(at, end - at)), std::string(grantee)});
    at = end + 1;
  }
}

std::vector<Grant> grants_on(const Schema& schema, std::string_view thing, const QualifiedName& of) {
  std::vector<Grant> grants;
  each_text(schema, thing, of, about::grant, [&](const NamedObject& text) { add_words(text.text, text.part, grants); });
  std::sort(grants.begin(), grants.end(), [](const Grant& a, const Grant& b) {
    return std::tie(a.grantee, a.privilege) < std::tie(b.grantee, b.privilege);
  });
  return grants;
}

bool has_execute(const NamedObject* text) {
  return text != nullptr && (text->text.starts_with("execute ") || text->text.find(" execute ") != std::string::npos);
}

/// What they say of PUBLIC, in general or for what one role makes.
const NamedObject* defaults_for_public(const Schema& schema, std::string_view in_schema, const std::string& maker) {
  return recall({{std::string(in_schema), "functions"}, thing::defaults, "PUBLIC" + maker, about::grant}, schema);
}

}  // namespace

std::vector<Grant> grants_on_relation(const Schema& schema, const QualifiedName& relation) {
  return grants_on(schema, thing::relation, relation);
}
std::vector<Grant> grants_on_routine(const Schema& schema, const QualifiedName& key) {
  return grants_on(schema, thing::routine, key);
}
std::vector<Grant> grants_on_type(const Schema& schema, const QualifiedName& type) {
  return grants_on(schema, thing::type, type);
}

std::vector<Grant> default_grants(const Schema& schema, std::string_view noun, std::string_view in_schema) {
  std::vector<Grant> grants = grants_on(schema, thing::defaults, {"", std::string(noun)});
  for (Grant& grant : grants_on(schema, thing::defaults, {std::string(in_schema), std::string(noun)})) {
    grants.push_back(std::move(grant));
  }
  for (Grant& grant : grants) grant.grantee.resize(std::min(grant.grantee.find(for_what), grant.grantee.size()));
  return grants;
}

// aclchk.c, get_user_default_acl: those in general take the place of PostgreSQL's own, those of the schema are added.
bool public_executes_new_routines(const Schema& schema, std::string_view in_schema, std::string_view role) {
  const std::string of_role =
      role.empty() ? std::string() : std::string(for_what) + pg::quote_identifier(role) + std::string(makes);
  for (const std::string& maker : {std::string(), of_role}) {
    const NamedObject* in_general = defaults_for_public(schema, "", maker);
    if (in_general == nullptr || has_execute(in_general)) continue;
    return has_execute(defaults_for_public(schema, in_schema, maker));
  }
  return true;
}

std::vector<std::string> roles_that_make_private_routines(const Schema& schema) {
  std::vector<std::string> roles;
  each_text(schema, thing::defaults, {"", "functions"}, about::grant, [&](const NamedObject& text) {
    const std::string start = "PUBLIC" + std::string(for_what);
    if (!text.part.starts_with(start) || has_execute(&text)) return;
    roles.push_back(text.part.substr(start.size(), text.part.size() - start.size() - makes.size()));
  });
  return roles;
}

std::vector<std::pair<std::string, std::string>> settings_of_routine(const QualifiedName& key, const Schema& schema) {
  std::vector<std::pair<std::string, std::string>> settings;
  const Routine* routine = schema.routines.find(key);
  if (routine != nullptr && routine->search_path) settings.emplace_back("search_path", *routine->search_path);
  constexpr std::string_view word = "SET ";
  each_text(schema, thing::routine, key, about::setting, [&](const NamedObject& text) {
    if (text.part.starts_with(word)) settings.emplace_back(text.part.substr(word.size()), text.text);
  });
  return settings;
}

}  // namespace pginterlock::schema
