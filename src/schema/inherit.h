#pragma once

#include "schema/editor.h"

struct TableLikeClause;

namespace pginterlock::schema {

/// Gives a new child what it inherits: columns, NOT NULL and CHECK constraints; a partition also identity.
/// Links both. Source: tablecmds.c, MergeAttributes.
void inherit_columns(const QualifiedName& parent, const QualifiedName& child, bool partition, SchemaEditor& editor);

/// Gives a partition what its parent has beyond columns: indexes with their constraints, foreign keys, row triggers.
/// An index that the partition already has and that fits is used. Source: tablecmds.c, DefineRelation and
/// AttachPartitionEnsureIndexes.
void inherit_indexes(const QualifiedName& parent, const QualifiedName& partition, SchemaEditor& editor);

/// Adds the columns that LIKE copies. Source: parse_utilcmd.c, transformTableLikeClause.
void copy_columns(const ::TableLikeClause& like, const QualifiedName& table, SchemaEditor& editor);

/// Adds what LIKE … INCLUDING copies when the table is there: CHECK constraints, indexes, comments. Source:
/// parse_utilcmd.c, expandTableLikeClause.
void copy_parts(const ::TableLikeClause& like, const QualifiedName& table, SchemaEditor& editor);

}  // namespace pginterlock::schema
