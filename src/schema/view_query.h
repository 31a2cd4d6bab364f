#pragma once

struct Node;
struct RangeVar;

namespace pginterlock::schema {

/// The one relation whose rows are those of a view with this query, so that changes of the view go to it. Null: the
/// view cannot be changed by itself. Calls of functions that are not known to be aggregates count as plain calls.
/// Source: rewriteHandler.c, view_query_is_auto_updatable.
const ::RangeVar* relation_behind_view(const ::Node* query, int version);

}  // namespace pginterlock::schema
