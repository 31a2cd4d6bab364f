// What became of texts that are only remembered, in words.

#include <algorithm>

#include "pg/names.h"
#include "schema/memory.h"
#include "schema/named_objects.h"
#include "schema/remembered_text.h"

namespace pginterlock::schema {

namespace {

std::string_view noun(RelationKind kind) {
  switch (kind) {
    case RelationKind::view:
      return "view ";
    case RelationKind::materialized_view:
      return "materialized view ";
    case RelationKind::index:
      return "index ";
    case RelationKind::sequence:
      return "sequence ";
    case RelationKind::foreign_table:
      return "foreign table ";
    case RelationKind::composite_type:
      return "type ";
    case RelationKind::table:
    case RelationKind::partitioned_table:
      return "table ";
  }
  return "relation ";
}

bool has_part(const Relation& relation, std::string_view word, const std::string& name) {
  const auto has = [&](const auto& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const auto& one) { return one->name == name; });
  };
  if (word == thing::column) return relation.column(name) != nullptr;
  if (word == thing::constraint) return relation.constraint(name) != nullptr;
  if (word == thing::trigger) return has(relation.triggers);
  if (word == thing::policy) return has(relation.policies);
  return std::find(relation.rules.begin(), relation.rules.end(), name) != relation.rules.end();
}

std::string title_of_relation(const NamedObject& text, const Schema& schema) {
  const Relation* relation = schema.relation(text.relation);
  if (relation == nullptr) return {};
  std::string title = std::string(noun(relation->kind)) + pg::sql_name(text.relation);
  if (text.belongs_to == thing::relation) return title;
  if (!has_part(*relation, text.belongs_to, text.part)) return {};
  return title + ": " + text.belongs_to + " " + pg::quote_identifier(text.part);
}

std::string title_of_type(const NamedObject& text, const Schema& schema) {
  const UserType* type = schema.type(text.relation);
  if (type == nullptr) return {};
  std::string title = "type " + pg::sql_name(text.relation);
  if (text.belongs_to == thing::type) return title;
  const bool has = std::any_of(type->constraints.begin(), type->constraints.end(),
                               [&](const DomainConstraint& one) { return one.name == text.part; });
  return has ? title + ": constraint " + pg::quote_identifier(text.part) : std::string();
}

/// What the text is about; empty: it is not there any more, or not known to be.
std::string title_of(const NamedObject& text, const Schema& schema) {
  const QualifiedName& of = text.relation;
  if (text.belongs_to == thing::routine) return schema.routines.find(of) == nullptr ? std::string() : routine_title(of);
  if (text.belongs_to == thing::type || text.belongs_to == thing::type_constraint) return title_of_type(text, schema);
  if (text.belongs_to == thing::object)
    return existence_of(schema, of) == Existence::no ? std::string() : object_title(of);
  if (text.belongs_to != thing::defaults) return title_of_relation(text, schema);
  if (of.schema.empty()) return "default privileges on " + of.name;
  if (existence_of_schema(schema, of.schema.str()) == Existence::no) return {};
  return "default privileges on " + of.name + " in schema " + pg::quote_identifier(of.schema.str());
}

std::string about_grants(const std::string& title, const NamedObject* before, const NamedObject* now,
                         const Schema& schema) {
  const NamedObject& any = now == nullptr ? *before : *now;
  const std::string grantee = any.part.substr(0, any.part.find(' '));
  if (schema.others.known_absent({"role", grantee})) return {};
  const bool stays = before == nullptr && !now->text.empty();
  return title + (stays ? ": a grant to " : ": the grants to ") + any.part +
         (stays ? " stays" : " are not what they were");
}

std::string about_option(const std::string& title, const NamedObject* before, const NamedObject* now) {
  const std::string& name = now == nullptr ? before->part : now->part;
  if (now == nullptr) return title + ": the option " + name + " is gone, it was " + before->text;
  if (before == nullptr) return title + ": the option " + name + " stays " + now->text;
  return title + ": the option " + name + " is " + now->text + " instead of " + before->text;
}

/// The storage that most types begin with, and the compression: what is set to that is as good as not set.
bool is_usual(const NamedObject* text) {
  return text == nullptr || (text->kind == "STORAGE" && text->text != "external") ||
         (text->kind == "COMPRESSION" && text->text == "pglz");
}

std::string about_column_setting(const std::string& title, const NamedObject* before, const NamedObject* now) {
  if ((before == nullptr || now == nullptr) && is_usual(before) && is_usual(now)) return {};
  if (now == nullptr) return title + " has lost " + before->kind + " " + before->text;
  if (before == nullptr) return title + " keeps " + now->kind + " " + now->text;
  return title + " has " + now->kind + " " + now->text + " instead of " + before->text;
}

/// A property or a SET of a routine.
std::string about_property(const std::string& title, const NamedObject* before, const NamedObject* now) {
  const auto words = [](const NamedObject& text) {
    if (text.kind == about::setting) return text.part + " = " + text.text;
    return text.text == "yes" ? text.part : text.part + " " + text.text;
  };
  if (now == nullptr) return title + " has lost " + words(*before);
  if (before == nullptr) return title + " keeps " + words(*now);
  return title + " has " + words(*now) + " instead of " + words(*before);
}

/// ALTER ROLE, ALTER DATABASE … SET. What came before the first setting that history knows may have been another.
std::string about_setting(const std::string& title, const NamedObject* before, const NamedObject* now) {
  const auto value = [](const NamedObject& text) { return text.text.substr(1); };
  const bool had = before != nullptr && !before->text.starts_with(setting::none);
  const bool has = now != nullptr && !now->text.starts_with(setting::none);
  if (!has) return had ? title + " has lost " + before->part + " = " + value(*before) : std::string();
  if (had && value(*before) == value(*now)) return {};
  const bool known = before != nullptr || now->text.starts_with(setting::first);
  if (!known) return {};
  return title + (had ? " has " : " keeps ") + now->part + " = " + value(*now) +
         (had ? " instead of " + value(*before) : std::string());
}

std::string about_membership(const std::string& title, const NamedObject* before, const NamedObject* now,
                             const Schema& schema) {
  const std::string& member = now == nullptr ? before->part : now->part;
  if (schema.others.known_absent({"role", member})) return {};
  const bool had = before != nullptr && before->text != membership::revoked;
  const bool has = now == nullptr ? !had : now->text != membership::revoked;
  const std::string who = title + ": " + pg::quote_identifier(member);
  if (has && !had) return who + " stays a member";
  if (!has) return had ? who + " is no member any more" : std::string();
  return who + (now->text == membership::admin ? " keeps ADMIN OPTION" : " has lost ADMIN OPTION");
}

std::string about_extension(const std::string& title, const NamedObject* before, const NamedObject* now) {
  if (before == nullptr || now == nullptr) return {};
  return title + " has " + now->kind + " " + now->text + " instead of " + before->text;
}

std::string about_firing(const std::string& title, const NamedObject* before, const NamedObject* now) {
  if (now == nullptr) return title + " is not " + before->text + " any more";
  return title + (before == nullptr ? " stays " : " is ") + now->text;
}

std::string about_comment(const std::string& title, const NamedObject* before, const NamedObject* now) {
  return title + (before == nullptr ? " keeps its comment"
                  : now == nullptr  ? " has lost its comment"
                                    : " has another comment");
}

/// Whether the text is of a statement; what is written otherwise may mean the same.
bool is_sql(const NamedObject& text) {
  return text.kind == "query" || text.kind == "definition" || text.kind == "using" || text.kind == "check";
}

bool same_text(const NamedObject& one, const NamedObject& other) {
  if (one.text == other.text) return true;
  return is_sql(one) && normal_form(one.text) == normal_form(other.text);
}

}  // namespace

std::string routine_title(const QualifiedName& key) {
  return "function " + pg::quote_identifier(key.schema.str()) + "." + key.name;
}

std::string object_title(const QualifiedName& key) {
  constexpr char separator = '\x1f';
  const std::string& name = key.name.str();
  const std::size_t end = name.find(separator);
  if (end == std::string::npos) return key.schema + " " + pg::quote_identifier(name);
  const std::string first = name.substr(0, end);
  const std::string shown = shown_name(key);
  if (key.schema == "user mapping") return key.schema + " on server " + pg::quote_identifier(first);
  const std::string schema = first == "public" ? std::string() : pg::quote_identifier(first) + ".";
  return key.schema + " " + schema + (key.schema == "operator" ? shown : pg::quote_identifier(shown));
}

QualifiedName domain_of_default(const QualifiedName& key) {
  static const Name kind("domain default");
  if (key.schema != kind) return {};
  const std::string& name = key.name.str();
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return {};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

std::string difference_of_texts(const Schema& schema, const NamedObject* before, const NamedObject* now) {
  const NamedObject* any = now == nullptr ? before : now;
  if (any == nullptr || any->relation.name.empty()) return {};
  if (before != nullptr && now != nullptr && same_text(*before, *now)) return {};
  const std::string title = title_of(*any, schema);
  if (title.empty()) return {};
  if (any->kind == about::grant) return about_grants(title, before, now, schema);
  if (any->kind == about::comment) return about_comment(title, before, now);
  if (any->kind == about::option) return about_option(title, before, now);
  if (any->kind == about::firing) return about_firing(title, before, now);
  if (any->kind == about::membership) return about_membership(title, before, now, schema);
  const bool of_routine = any->belongs_to == thing::routine;
  if (any->kind == about::property || (of_routine && any->kind == about::setting))
    return about_property(title, before, now);
  if (any->kind == about::setting) return about_setting(title, before, now);
  if (any->kind == "schema" || any->kind == "version") return about_extension(title, before, now);
  const bool of_column = any->kind == "STATISTICS" || any->kind == "STORAGE" || any->kind == "COMPRESSION" ||
                         any->kind.starts_with("n_distinct");
  if (of_column) return about_column_setting(title, before, now);
  if (before == nullptr || now == nullptr) return {};
  if (any->kind == about::owner) {
    return before->text.empty() || now->text.empty() ? std::string() : title + " has another owner";
  }
  return title + (any->belongs_to == thing::relation ? " has another query" : " is defined in another way");
}

}  // namespace pginterlock::schema
