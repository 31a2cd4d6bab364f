#pragma once

#include "effects/alter_table.h"

// Sub-commands of ALTER TABLE about the table as a whole.
namespace pginterlock::effects {

void set_persistence(Persistence persistence, const AlteredTable& table);
void set_access_method(const ::AlterTableCmd& action, const AlteredTable& table);
void set_tablespace(const ::AlterTableCmd& action, const AlteredTable& table);
/// CLUSTER ON and SET WITHOUT CLUSTER.
void cluster_on(const ::AlterTableCmd& action, const AlteredTable& table);
void replica_identity(const ::ReplicaIdentityStmt& identity, const AlteredTable& table);
void change_owner(const ::AlterTableCmd& action, const AlteredTable& table);

/// A trigger or rule that is enabled or disabled must be there.
void refuse_missing_trigger(const ::AlterTableCmd& action, const AlteredTable& table);
void refuse_user_triggers_of_partitions(const AlteredTable& table);
void refuse_missing_rule(const ::AlterTableCmd& action, const AlteredTable& table);

}  // namespace pginterlock::effects
