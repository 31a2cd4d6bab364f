#pragma once

#include "effects/alter_table.h"

struct PartitionBoundSpec;

// What a new partition does to the rows that are there, and what it must be like.
namespace pginterlock::effects {

/// The default partition of a partitioned table, when one is known.
const Relation* default_partition_of(const Relation& parent, const EffectsBuilder& out);

/// The tables above a partition are opened for their bounds. Source: partcache.c, generate_partition_qual.
void lock_upper_parents(const QualifiedName& partition, EffectsBuilder& out);

/// Whether the bound of a new partition is refused: then it has failed.
/// Source: parse_utilcmd.c, transformPartitionBound; partbounds.c, check_new_partition_bound.
bool refuses_bound(const QualifiedName& partition, const Relation& parent, const ::PartitionBoundSpec& spec,
                   EffectsBuilder& out);

/// Reads the partition, unless its constraints prove that its rows obey the bound.
/// Source: tablecmds.c, QueuePartitionConstraintValidation.
void scan_new_partition(const QualifiedName& partition, const Relation& parent, const ::PartitionBoundSpec& spec,
                        EffectsBuilder& out);
/// Reads the default partition, unless its constraints prove that it has no row of the new partition. By ATTACH what
/// is below it is locked only to be read; CREATE TABLE locks everything.
void scan_default_partition(const Relation& default_partition, const Relation& parent, const ::PartitionBoundSpec& spec,
                            EffectsBuilder& out);

}  // namespace pginterlock::effects
