#include "effects/partition_check.h"

#include <algorithm>

#include "effects/targets.h"
#include "schema/partition_bound.h"

namespace pginterlock::effects {

namespace {

bool invalid(std::string sqlstate, std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::invalid_definition, std::move(sqlstate), std::move(message));
  return true;
}

bool refuses_value(const Constant& value, const std::string& column, const Relation& parent, EffectsBuilder& out) {
  const Column* key = parent.column(column);
  if (key == nullptr || !key->type.builtin() || key->type.array) return false;
  const auto fits = fits_type(value, key->type.name.name);
  if (!fits || *fits) return false;
  return invalid("22P02", "invalid value for the partition key column " + quoted(column), out);
}

/// A value that is no constant of the key's type. Source: parse_utilcmd.c, transformPartitionBoundValue.
bool refuses_expression(const ::Node* written, const std::string& column, const Relation& parent, EffectsBuilder& out) {
  const auto* call = pg::as<FuncCall>(written);
  const Column* key = parent.column(column);
  if (call == nullptr || key == nullptr || !key->type.builtin()) return false;
  const std::string function = pg::name_of(call->funcname).name;
  const bool number = key->type.is("int2") || key->type.is("int4") || key->type.is("int8");
  if (!number || (function != "now" && function != "clock_timestamp")) return false;
  return invalid("42804", "the value cannot be cast to the type of column " + quoted(column), out);
}

bool refuses_range(const PartitionBound& bound, const ::PartitionBoundSpec& spec, const QualifiedName& partition,
                   const Relation& parent, EffectsBuilder& out) {
  const Partitioning& partitioning = *parent.partitioning;
  if (bound.from.size() != partitioning.keys.size() || bound.to.size() != partitioning.keys.size()) {
    return invalid("42P16", "FROM and TO must have one value for each partitioning column", out);
  }
  for (const auto* end : {&bound.from, &bound.to}) {
    const ::List* written = end == &bound.from ? spec.lowerdatums : spec.upperdatums;
    RangeDatum::Kind open = RangeDatum::Kind::value;
    for (std::size_t i = 0; i < end->size(); ++i) {
      const RangeDatum& datum = (*end)[i];
      if (open != RangeDatum::Kind::value && datum.kind != open) {
        return invalid("42804", "every bound after MINVALUE or MAXVALUE must be the same", out);
      }
      open = datum.kind;
      if (datum.kind != RangeDatum::Kind::value) continue;
      if (datum.value.kind == Constant::Kind::null) return invalid("42P17", "a range bound cannot be null", out);
      if (refuses_value(datum.value, partitioning.keys[i], parent, out)) return true;
      if (refuses_expression(pg::nth(written, i), partitioning.keys[i], parent, out)) return true;
    }
  }
  const Order order = compare_ends(bound.from, bound.to, parent, out.schema());
  if (order != Order::same && order != Order::above) return false;
  return invalid("42P17", "empty range bound specified for partition " + quoted(partition.name), out);
}

bool refuses_hash(const PartitionBound& bound, const Relation& parent, EffectsBuilder& out) {
  if (bound.modulus <= 0) return invalid("42P16", "the modulus of a hash partition must be above zero", out);
  if (bound.remainder >= bound.modulus) {
    return invalid("42P16", "the remainder of a hash partition must be less than the modulus", out);
  }
  for (const QualifiedName& name : parent.children) {
    const Relation* other = out.known(name);
    if (other == nullptr || other->bound == nullptr || other->bound->modulus <= 0) continue;
    const auto [small, large] = std::minmax(other->bound->modulus, bound.modulus);
    if (large % small != 0) {
      return invalid("42P17", "every hash partition modulus must be a factor of the next larger modulus", out);
    }
  }
  return false;
}

bool refuses_list(const PartitionBound& bound, const Relation& parent, EffectsBuilder& out) {
  return std::any_of(bound.values.begin(), bound.values.end(), [&](const Constant& value) {
    return refuses_value(value, parent.partitioning->keys.front(), parent, out);
  });
}

/// What the constraints of a table say of each of its rows. Source: tablecmds.c, ConstraintImpliedByRelConstraint.
Predicate known_of_rows(const Relation& table) {
  std::vector<Predicate> facts;
  for (const auto& column : table.columns) {
    if (!column->not_null || !column->not_null_valid) continue;
    facts.push_back({.kind = Predicate::Kind::is_not_null, .operand = pg::quote_identifier(column->name)});
  }
  for (const auto& constraint : table.constraints) {
    if (constraint->kind != ConstraintKind::check || !constraint->valid || !constraint->enforced) continue;
    if (constraint->predicate != nullptr) facts.push_back(*constraint->predicate);
  }
  return all_of(std::move(facts));
}

Proof proof_of(const Relation* table, const std::optional<Predicate>& wanted, const EffectsBuilder& out) {
  if (table == nullptr || !wanted) return Proof::unknown;
  const Proof proof = implies(known_of_rows(*table), *wanted, operand_types(*table, out.schema()));
  return proof == Proof::no && !table->complete ? Proof::unknown : proof;
}

/// Reads a table, or the partitions of it, that are not proved to hold what is wanted.
void scan_unless_proved(const QualifiedName& table, const std::optional<Predicate>& wanted, Reason reason, bool lock,
                        EffectsBuilder& out) {
  std::vector<QualifiedName> names{table};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const QualifiedName name = names[i];
    const Relation* relation = out.known(name);
    const Proof proof = proof_of(relation, wanted, out);
    if (proof == Proof::yes) continue;
    if (relation != nullptr && relation->kind == RelationKind::partitioned_table && !relation->children.empty()) {
      for (const QualifiedName& child : relation->children) {
        if (lock) out.lock(child, LockMode::access_exclusive);
        names.push_back(child);
      }
      continue;
    }
    for (Storage& storage : storage_of(name, true, out)) {
      const Certainty certainty = proof == Proof::unknown ? Certainty::assumed : storage.certainty;
      out.work({.kind = WorkKind::scan, .reason = reason, .relation = std::move(storage.name), .certainty = certainty});
    }
  }
}

}  // namespace

bool refuses_bound(const QualifiedName& partition, const Relation& parent, const ::PartitionBoundSpec& spec,
                   EffectsBuilder& out) {
  if (!parent.partitioning || parent.partitioning->keys.empty()) return false;
  const PartitionBound bound = bound_of(spec);
  const char strategy = strategy_letter(*parent.partitioning);
  if (bound.is_default) {
    return strategy == 'h' && invalid("42P16", "a hash-partitioned table may not have a default partition", out);
  }
  if (bound.strategy != strategy) {
    return invalid("42P16", "invalid bound specification for a " + parent.partitioning->strategy + " partition", out);
  }
  const bool refused = strategy == 'r'   ? refuses_range(bound, spec, partition, parent, out)
                       : strategy == 'l' ? refuses_list(bound, parent, out)
                                         : refuses_hash(bound, parent, out);
  if (refused) return true;
  const Relation* other = overlapping_partition(parent, bound, out.schema());
  if (other == nullptr || other->name == partition) return false;
  return invalid("42P17",
                 "partition " + quoted(partition.name) + " would overlap partition " + quoted(other->name.name), out);
}

void scan_new_partition(const QualifiedName& partition, const Relation& parent, const ::PartitionBoundSpec& spec,
                        EffectsBuilder& out) {
  const PartitionBound bound = bound_of(spec);
  // A first, default partition takes everything.
  if (bound.is_default && parent.complete && parent.children.empty() && !parent.partition_bound) return;
  scan_unless_proved(partition, partition_constraint(parent, bound, out.schema()), Reason::attach_partition, false,
                     out);
}

void scan_default_partition(const Relation& default_partition, const Relation& parent, const ::PartitionBoundSpec& spec,
                            EffectsBuilder& out) {
  std::optional<Predicate> wanted = bound_predicate(parent, bound_of(spec), out.schema());
  if (wanted) wanted = negation_of(*wanted);
  out.lock(default_partition.name, LockMode::access_exclusive);
  scan_unless_proved(default_partition.name, wanted, Reason::default_partition, true, out);
}

}  // namespace pginterlock::effects
