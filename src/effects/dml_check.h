#pragma once

#include <functional>

#include "effects/targets.h"
#include "pg/ast.h"

// What the server refuses when it analyses a query or a change of rows, before it looks at a row. Each answers whether
// the statement may go on, and tells why not.
namespace pginterlock::effects {

bool has_instead_of_trigger(const Relation& view);

/// Whether the rows of the relation can be changed. `event`: 'i' INSERT, 'u' UPDATE, 'd' DELETE.
/// Source: execMain.c, CheckValidResultRel; rewriteHandler.c, RewriteQuery.
bool check_changeable(const Target& table, char event, EffectsBuilder& out);
bool check_inserted(const ::InsertStmt& insert, const Target& table, EffectsBuilder& out);
bool check_updated(const ::UpdateStmt& update, const Target& table, EffectsBuilder& out);
bool check_merged(const ::MergeStmt& merge, const Target& table, EffectsBuilder& out);

// dml_types.cpp: where all tables are plain ones, whether expressions have types that their columns take, and
// conditions operators that there are.
bool check_selected_types(const ::InsertStmt& insert, const Target& table, EffectsBuilder& out);
bool check_set_types(const ::UpdateStmt& update, const Target& table, EffectsBuilder& out);
bool check_deleted_types(const ::DeleteStmt& deletion, EffectsBuilder& out);

/// FOR UPDATE and its like: what cannot have it, and elements of FROM that are not there (`names_known`: all are
/// known). Source: analyze.c, CheckSelectLocking, transformLockingClause.
void check_row_locks(const ::SelectStmt& select, const std::function<bool(std::string_view)>& has_element,
                     bool names_known, EffectsBuilder& out);

/// A materialized view without data cannot be read. Source: execMain.c, ExecOpenScanRelation.
void check_populated(const Target& relation, EffectsBuilder& out);

/// A published table whose rows nothing identifies cannot have them changed or deleted. Source: execReplication.c,
/// CheckCmdReplicaIdentity. Of a partitioned table it is its partitions that are asked, when none of them is left out
/// (`whole`: there is no WHERE).
bool check_replica_identity(const Target& table, char event, bool whole, EffectsBuilder& out);

/// What the rules of the table lock when it is changed. Source: rewriteHandler.c, fireRules.
void apply_rules(const Relation& table, char event, EffectsBuilder& out);

}  // namespace pginterlock::effects
