#pragma once

#include "schema/schema.h"

namespace pginterlock {

/// Whether subscribers can tell which row of the table is meant: by its primary key, an index that was chosen, or all
/// of its columns. Source: relcache.c, RelationGetReplicaIndex.
bool has_replica_identity(const Relation& table);

/// Whether some publication that history made publishes a change of the table, also as a partition: 'u' UPDATE,
/// 'd' DELETE. Source: relcache.c, RelationBuildPublicationDesc.
bool is_published(const Schema& schema, const Relation& table, char event);

/// Whether the server refuses such a change: it is published and nothing identifies the row. Only for tables of which
/// all is known. Source: execReplication.c, CheckCmdReplicaIdentity.
bool lacks_replica_identity(const Schema& schema, const Relation& table, char event);

}  // namespace pginterlock
