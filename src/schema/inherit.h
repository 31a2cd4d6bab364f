#pragma once

#include <string>

#include "schema/editor.h"

struct TableLikeClause;

namespace pginterlock::schema {

/// Makes a table a child of another: a partition, or by INHERITS. Both know it afterwards.
void link_child(const QualifiedName& parent, const QualifiedName& child, bool partition, SchemaEditor& editor);
void unlink_child(const QualifiedName& parent, const QualifiedName& child, SchemaEditor& editor);

/// Gives a child what it inherits and does not have yet: columns, NOT NULL and CHECK constraints; a partition from 17
/// on also identity. Source: tablecmds.c, MergeAttributes.
void inherit_columns(const QualifiedName& parent, const QualifiedName& child, bool partition, SchemaEditor& editor);

/// Gives a partition what its parent has beyond columns: indexes with their constraints, foreign keys, row triggers.
/// An index that the partition already has and that fits is used. A partition that joins (it is new, or attached) also
/// gets those that were made ON ONLY the parent. Source: tablecmds.c, DefineRelation and AttachPartitionEnsureIndexes.
void inherit_indexes(const QualifiedName& parent, const QualifiedName& partition, bool joins, SchemaEditor& editor);

/// The index of a partition that serves as its part of the parent's index: one that is a part of it already, or one
/// that fits and is part of no other. Null: none. Source: tablecmds.c, AttachPartitionEnsureIndexes.
const TableIndex* fitting_index(const Relation& partition, const TableIndex& index, const QualifiedName& parent_index,
                                const Schema& schema, int version);
/// Makes the index of a partition a part of an index of its parent.
void set_parent_index(const QualifiedName& index, const std::optional<QualifiedName>& parent, SchemaEditor& editor);

/// Hands what was added to a table down to all partitions and inheritance children that are known.
void hand_down(const QualifiedName& table, SchemaEditor& editor);

/// The name that the partition's part of an index of `from` gets.
std::string partition_index_name(const TableIndex& index, const Relation& from, const QualifiedName& partition,
                                 const Schema& schema);

/// The middle part of the name that PostgreSQL gives a copy of the index: its columns; an expression by the function
/// that it calls, else "expr".
std::string name_addition_of(const TableIndex& index);

/// Whether two indexes are on the same keys with the same properties, as a partition's must be to serve its parent's.
bool same_index(const TableIndex& a, const TableIndex& b);

/// Adds the columns that LIKE copies. Source: parse_utilcmd.c, transformTableLikeClause.
void copy_columns(const ::TableLikeClause& like, const QualifiedName& table, SchemaEditor& editor);

/// Adds what LIKE … INCLUDING copies when the table is there: CHECK constraints, indexes, comments. Source:
/// parse_utilcmd.c, expandTableLikeClause.
void copy_parts(const ::TableLikeClause& like, const QualifiedName& table, SchemaEditor& editor);

}  // namespace pginterlock::schema
