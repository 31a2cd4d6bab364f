#include "effects/column_type.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "pg/catalog.h"
#include "pg/lexer.h"
#include "schema/families.h"

namespace pginterlock::effects {

namespace {

using Modifiers = std::vector<int>;

constexpr int full_range = 0x7FFF;  // INTERVAL_FULL_RANGE: no fields are named
constexpr int max_fraction_digits = 6;

/// Digits of a fraction of a second: none written are six. Source: datetime.h, MAX_TIMESTAMP_PRECISION.
int fraction_digits(const Modifiers& modifiers) { return modifiers.empty() ? max_fraction_digits : modifiers.front(); }

constexpr int bit_of(int field) { return 1 << field; }

/// The finest field that an interval of these modifiers holds: 0 is the second. Source: timestamp.c,
/// intervaltypmodleastfield; the bits are datetime.h's.
int finest_field(const Modifiers& modifiers) {
  constexpr int month = 1, year = 2, day = 3, hour = 10, minute = 11, second = 12;
  const int fields = modifiers.empty() ? full_range : modifiers.front();
  if (fields == full_range || (fields & bit_of(second)) != 0) return 0;
  constexpr std::array coarser = {minute, hour, day, month, year};
  for (std::size_t i = 0; i < coarser.size(); ++i) {
    if ((fields & bit_of(coarser[i])) != 0) return static_cast<int>(i) + 1;
  }
  return 0;
}

/// Source: timestamp.c, interval_support.
bool interval_widens(const Modifiers& from, const Modifiers& to) {
  const auto digits = [](const Modifiers& modifiers) {
    return modifiers.size() > 1 ? modifiers[1] : max_fraction_digits;
  };
  const bool precise = finest_field(from) > 0 || digits(to) >= max_fraction_digits || digits(to) >= digits(from);
  return finest_field(to) <= finest_field(from) && precise;
}

/// Whether every value of the type with the old modifiers is one with the new modifiers, and PostgreSQL knows it.
bool widens(std::string_view type, const Modifiers& from, const Modifiers& to) {
  if (type == "interval") return interval_widens(from, to);
  if (to.empty()) return true;
  if (type == "varchar" || type == "varbit") return !from.empty() && to.front() >= from.front();
  if (type == "numeric") {
    if (from.empty()) return false;
    const auto scale = [](const Modifiers& modifiers) { return modifiers.size() > 1 ? modifiers[1] : 0; };
    return scale(to) == scale(from) && to.front() >= from.front();
  }
  if (type == "timestamp" || type == "timestamptz" || type == "time" || type == "timetz") {
    return fraction_digits(to) >= fraction_digits(from);
  }
  return false;  // bpchar, bit: no support function, so their length coercion always runs
}

/// The type that the operators of an index are for. Source: pg_opclass, default opclasses and binary-coercible types.
std::string_view index_type(std::string_view type) {
  if (type == "varchar") return "text";
  if (type == "cidr") return "inet";
  if (type.substr(0, 3) == "reg") return "oid";
  return type;
}

/// A domain's base type, at any depth. A column of a domain has no modifiers of its own.
struct Base {
  pg::DataType type;
  bool is_domain = false;
  bool constrained = false;
  bool known = true;
};

Base base_of(const pg::DataType& type, const State& before) {
  constexpr int deep_enough = 64;
  Base base{.type = type};
  for (int depth = 0; depth < deep_enough; ++depth) {
    if (base.type.builtin() || base.type.array) return base;
    const UserType* user_type = before.schema.type(base.type.name);
    if (user_type == nullptr) break;
    if (user_type->kind != TypeKind::domain) return base;
    base.is_domain = true;
    base.constrained |= !user_type->constraints.empty();
    base.type = before.schema.resolve_type(user_type->base, before.session.search_path());
  }
  base.known = false;
  return base;
}

bool is_citext(const pg::DataType& type) { return !type.builtin() && !type.array && type.name.name == "citext"; }
/// Every type can be written as one of these, and they are read as every type when that is asked for.
bool is_string(const pg::DataType& type, const State& before) {
  if (!type.builtin() || type.array) return false;
  const auto fact = pg::builtin_type(type.name.name.str(), before.pg_version);
  return fact && fact->category == 'S';
}

/// The cast that a script made with CREATE CAST. Its kind is told by schema::create_cast.
std::optional<Conversion> made_cast(const pg::DataType& from, const pg::DataType& to, CastContext context,
                                    const State& before) {
  const NamedObject* cast = before.schema.others.find(schema::cast_key(from, to));
  if (cast == nullptr) return std::nullopt;
  if (cast->kind.starts_with("explicit") && context == CastContext::assignment) return Conversion::impossible;
  return cast->kind.ends_with("binary") ? Conversion::reindex : Conversion::rewrite;
}

/// TimeZone as a script set it: with UTC a timestamp has the same bytes with and without time zone.
/// Source: timestamp.c, TimestampTimestampTzRequiresRewrite.
std::optional<bool> is_utc(const State& before) {
  const std::optional<std::string> zone = before.session.time_zone();
  if (!zone) return std::nullopt;
  constexpr std::array utc = {std::string_view("utc"),       std::string_view("etc/utc"),
                              std::string_view("gmt"),       std::string_view("etc/gmt"),
                              std::string_view("zulu"),      std::string_view("etc/zulu"),
                              std::string_view("uct"),       std::string_view("etc/uct"),
                              std::string_view("universal"), std::string_view("etc/universal"),
                              std::string_view("greenwich"), std::string_view("etc/greenwich"),
                              std::string_view("gmt0"),      std::string_view("etc/gmt0"),
                              std::string_view("gmt+0"),     std::string_view("etc/gmt+0"),
                              std::string_view("gmt-0"),     std::string_view("etc/gmt-0"),
                              std::string_view("0")};
  return std::any_of(utc.begin(), utc.end(), [&](std::string_view name) { return pg::same_word(name, *zone); });
}

Conversion scalar_conversion(const pg::DataType& from, const pg::DataType& to, CastContext context,
                             const State& before) {
  const std::string& source = from.name.name;
  const std::string& target = to.name.name;
  if (source == target) {
    if (from.modifiers == to.modifiers) return Conversion::same;
    return widens(source, from.modifiers, to.modifiers) ? Conversion::relabel : Conversion::rewrite;
  }
  const auto cast = pg::builtin_cast(source, target, before.pg_version);
  if (!cast) {
    if (const auto made = made_cast(from, to, context, before)) return *made;
    const auto source_fact = pg::builtin_type(source, before.pg_version);
    const auto target_fact = pg::builtin_type(target, before.pg_version);
    if (!source_fact || !target_fact) return Conversion::unknown;
    // Every type can be written as a string; a string is read only when it is asked for.
    if (target_fact->category == 'S') return Conversion::rewrite;
    if (source_fact->category == 'S' && context == CastContext::explicit_) return Conversion::rewrite;
    return Conversion::impossible;
  }
  if (cast->context == 'e' && context == CastContext::assignment) return Conversion::impossible;
  if (cast->method == 'b') {
    if (!to.modifiers.empty()) return Conversion::rewrite;
    return index_type(source) == index_type(target) ? Conversion::relabel : Conversion::reindex;
  }
  const bool timestamps =
      (source == "timestamp" && target == "timestamptz") || (source == "timestamptz" && target == "timestamp");
  if (!timestamps || fraction_digits(to.modifiers) < max_fraction_digits) return Conversion::rewrite;
  const std::optional<bool> utc = is_utc(before);
  return !utc ? Conversion::unknown : *utc ? Conversion::reindex : Conversion::rewrite;
}

Conversion array_conversion(pg::DataType from, pg::DataType to, CastContext context, const State& before) {
  if (from.array != to.array) {
    if (is_string(to, before)) return Conversion::rewrite;
    return is_string(from, before) && context == CastContext::explicit_ ? Conversion::rewrite : Conversion::impossible;
  }
  if (from.name == to.name) {
    if (from.modifiers == to.modifiers) return Conversion::same;
    return to.modifiers.empty() ? Conversion::relabel : Conversion::rewrite;
  }
  from.array = to.array = false;
  const Conversion element = conversion_of(from, to, context, before);
  return element == Conversion::impossible || element == Conversion::unknown ? element : Conversion::rewrite;
}

/// Whether a type is known well enough to tell that it has no casts but those that scripts made.
bool is_plain(const pg::DataType& type, const State& before) {
  if (type.builtin()) return true;
  const UserType* user_type = before.schema.type(type.name);
  return user_type != nullptr && user_type->origin && user_type->kind != TypeKind::base;
}

/// Enums, composite types and ranges of users.
Conversion user_type_conversion(const pg::DataType& from, const pg::DataType& to, CastContext context,
                                const State& before) {
  if (from == to) return Conversion::same;
  if (is_citext(to) && (from.is("text") || from.is("varchar"))) return Conversion::reindex;
  if (is_citext(from) && (to.is("text") || to.is("varchar"))) {
    return to.modifiers.empty() ? Conversion::reindex : Conversion::rewrite;
  }
  if (is_citext(to) || is_citext(from)) return Conversion::unknown;
  if (const auto made = made_cast(from, to, context, before)) return *made;
  if (is_string(to, before)) return Conversion::rewrite;
  if (is_string(from, before)) return context == CastContext::explicit_ ? Conversion::rewrite : Conversion::impossible;
  return is_plain(from, before) && is_plain(to, before) ? Conversion::impossible : Conversion::unknown;
}

/// int4(x): a function by the name of a type is a cast. Source: parse_func.c, func_get_detail.
bool is_cast(const ::FuncCall& call) {
  const QualifiedName name = pg::name_of(call.funcname);
  const bool plain = name.schema.empty() || name.schema == "pg_catalog";
  return plain && pg::length(call.args) == 1 && pg::builtin_type(name.name.str()).has_value();
}

}  // namespace

Conversion conversion_of(const pg::DataType& from, const pg::DataType& to, CastContext context, const State& before) {
  if (!from.known() || !to.known()) return Conversion::unknown;
  if (from == to) return Conversion::same;
  Base source = base_of(from, before);
  // A column of a domain has no modifiers of its own. Source: parse_coerce.c, coerce_type.
  if (source.is_domain) source.type.modifiers.clear();
  const Base target = base_of(to, before);
  const auto readable = [](const Base& base) { return base.known || is_citext(base.type); };
  if (!readable(source) || !readable(target)) {
    const bool certainly_other = target.constrained;
    return certainly_other ? Conversion::rewrite : Conversion::unknown;
  }
  Conversion conversion = Conversion::unknown;
  if (source.type.array || target.type.array) {
    conversion = array_conversion(source.type, target.type, context, before);
  } else if (source.type.builtin() && target.type.builtin()) {
    conversion = scalar_conversion(source.type, target.type, context, before);
  } else {
    conversion = user_type_conversion(source.type, target.type, context, before);
  }
  if (conversion == Conversion::impossible) return conversion;
  if (target.constrained) return Conversion::rewrite;
  return conversion == Conversion::same ? Conversion::relabel : conversion;
}

Conversion conversion_using(const ::Node* expression, std::string_view column, const pg::DataType& from,
                            const pg::DataType& to, const State& before) {
  // From the outermost cast to the column.
  std::vector<pg::DataType> types{to};
  const ::Node* node = expression;
  for (bool stripped = true; stripped;) {
    stripped = false;
    if (const auto* cast = pg::as<TypeCast>(node); cast != nullptr && cast->typeName != nullptr) {
      types.push_back(before.schema.resolve_type(pg::type_of(*cast->typeName), before.session.search_path()));
      node = cast->arg;
      stripped = true;
    } else if (const auto* call = pg::as<FuncCall>(node); call != nullptr && is_cast(*call)) {
      pg::DataType type;
      type.name = {"pg_catalog", pg::name_of(call->funcname).name};
      types.push_back(std::move(type));
      node = pg::nth(call->args, 0);
      stripped = true;
    } else if (const auto* collate = pg::as<CollateClause>(node)) {
      node = collate->arg;
      stripped = true;
    }
  }
  if (node != nullptr) {
    const auto* reference = pg::as<ColumnRef>(node);
    const auto* name =
        reference == nullptr ? nullptr : pg::as<String>(pg::nth(reference->fields, pg::length(reference->fields) - 1));
    if (name == nullptr || pg::text(name->sval) != column) return Conversion::rewrite;
  }
  // The worst of the steps decides; the enumerators stand in that order. Only the last step is an assignment.
  Conversion worst = Conversion::same;
  bool rewrites = false;
  pg::DataType current = from;
  for (std::size_t i = types.size(); i-- > 0;) {
    const CastContext context = i == 0 ? CastContext::assignment : CastContext::explicit_;
    const Conversion step = conversion_of(current, types[i], context, before);
    rewrites |= step == Conversion::rewrite;
    worst = std::max(worst, step);
    current = std::move(types[i]);
  }
  return worst == Conversion::unknown && rewrites ? Conversion::rewrite : worst;
}

}  // namespace pginterlock::effects
