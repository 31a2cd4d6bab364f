#pragma once

#include <string_view>
#include <vector>

#include "pg/ast.h"

namespace pginterlock::pg {

/// Appends the direct children of a node of an expression or a query, in the order of the source where that is known.
/// Nodes that hold no expression have no children here.
void append_children(const ::Node* node, std::vector<const ::Node*>& children);

/// Visits an expression or a query, parents before children, with a stack on the heap: the depth of the tree is the
/// writer's choice. `visit` returns whether to go into the node. A null root is no visit.
template <typename Visit>
void walk(const void* root, Visit&& visit) {
  if (root == nullptr) return;
  std::vector<const ::Node*> stack{static_cast<const ::Node*>(root)};
  std::vector<const ::Node*> children;
  while (!stack.empty()) {
    const ::Node* node = stack.back();
    stack.pop_back();
    if (node == nullptr || !visit(node)) continue;
    children.clear();
    append_children(node, children);
    stack.insert(stack.end(), children.rbegin(), children.rend());
  }
}

/// The columns that an expression names, without their table: a.b gives b. In order, each once.
std::vector<std::string_view> columns_mentioned(const void* expression);

/// Whether the expression is the constant NULL, with or without casts.
bool is_null_constant(const ::Node* expression);

/// Whether the expression is made of constants and casts of constants alone.
bool is_constant(const ::Node* expression);

/// The text of a string constant, through casts; empty for anything else.
std::string_view string_constant(const ::Node* expression);

}  // namespace pginterlock::pg
