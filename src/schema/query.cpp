#include "schema/query.h"

#include <algorithm>
#include <optional>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/index_name.h"

namespace pginterlock::schema {

namespace {

/// A relation that the query names.
struct Source {
  QualifiedName name;
  const Relation* known = nullptr;
  bool read = false;  // one of its columns, or the whole of it, is among what is read
};

/// A column of a source that is read; empty: the whole of it.
struct Read {
  std::size_t source = 0;
  std::string_view column;

  friend bool operator==(const Read&, const Read&) = default;
};

/// An element of FROM; one that is no relation (a subquery, a function, a CTE) has no source.
struct Range {
  std::string_view alias;
  std::optional<std::size_t> source;
};

struct Scope {
  std::size_t parent = 0;
  std::vector<std::string_view> ctes;
  std::vector<Range> ranges;
};

class QueryReader {
 public:
  explicit QueryReader(const SchemaEditor& editor) : editor_(editor), scopes_(1) {}

  QueryFacts read(const ::Node* query) {
    stack_.push_back({query, 0});
    while (!stack_.empty()) {
      const auto [node, scope] = stack_.back();
      stack_.pop_back();
      if (node != nullptr) visit(node, scope);
    }
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      if (!sources_[i].read) add(i, "");
    }
    facts_.reads.reserve(reads_.size());
    for (const Read& read : reads_) facts_.reads.push_back({sources_[read.source].name, std::string(read.column)});
    return std::move(facts_);
  }

 private:
  struct Frame {
    const ::Node* node;
    std::size_t scope;
  };

  void push(const void* node, std::size_t scope) {
    if (node != nullptr) stack_.push_back({static_cast<const ::Node*>(node), scope});
  }

  void visit(const ::Node* node, std::size_t scope) {
    if (const auto* select = pg::as<::SelectStmt>(node)) return enter(*select, scope);
    if (const auto* column = pg::as<::ColumnRef>(node)) return resolve(*column, scope);
    if (const auto* relation = pg::as<::RangeVar>(node)) {
      if (!is_cte(*relation, scope)) source_of(*relation);
      return;
    }
    if (pg::tag(node) == T_A_Const) return;
    children_.clear();
    pg::append_children(node, children_);
    for (const ::Node* child : children_) push(child, scope);
  }

  void enter(const ::SelectStmt& select, std::size_t outer) {
    const std::size_t scope = scopes_.size();
    scopes_.push_back({outer, {}, {}});
    if (select.withClause != nullptr) read_ctes(*select.withClause, scope);
    read_from(select.fromClause, scope);
    for (const ::List* part : {select.targetList, select.distinctClause, select.groupClause, select.windowClause,
                               select.valuesLists, select.sortClause}) {
      push(part, scope);
    }
    push(select.whereClause, scope);
    push(select.havingClause, scope);
    push(select.limitCount, scope);
    push(select.limitOffset, scope);
    push(select.rarg, scope);
    push(select.larg, scope);  // on top: the names of a UNION's columns are those of its first branch
    const bool first = result_ == nullptr && (select.targetList != nullptr || select.valuesLists != nullptr);
    if (!first) return;
    result_ = &select;
    read_result(select, scope);
  }

  /// A CTE sees those before it, and with RECURSIVE all of them.
  void read_ctes(const ::WithClause& with, std::size_t scope) {
    std::size_t inner = scopes_[scope].parent;
    for (const auto& cte : pg::each<::CommonTableExpr>(with.ctes)) scopes_[scope].ctes.push_back(pg::text(cte.ctename));
    if (with.recursive) inner = scope;
    for (const auto& cte : pg::each<::CommonTableExpr>(with.ctes)) {
      push(cte.ctequery, inner);
      if (with.recursive) continue;
      scopes_.push_back({inner, {pg::text(cte.ctename)}, {}});
      inner = scopes_.size() - 1;
    }
  }

  void read_from(const ::List* from, std::size_t scope) {
    std::vector<const ::Node*> items;
    for (std::size_t i = pg::length(from); i > 0; --i) items.push_back(pg::nth(from, i - 1));
    while (!items.empty()) {
      const ::Node* item = items.back();
      items.pop_back();
      if (const auto* join = pg::as<::JoinExpr>(item)) {
        items.push_back(join->rarg);
        items.push_back(join->larg);
        push(join->quals, scope);
        for (const auto& column : pg::each<::String>(join->usingClause))
          using_.push_back({scope, pg::text(column.sval)});
      } else if (const auto* sample = pg::as<::RangeTableSample>(item)) {
        items.push_back(sample->relation);
      } else if (const auto* relation = pg::as<::RangeVar>(item)) {
        const std::string_view alias =
            relation->alias == nullptr ? pg::text(relation->relname) : pg::text(relation->alias->aliasname);
        Range range{alias, std::nullopt};
        if (!is_cte(*relation, scope)) range.source = source_of(*relation);
        scopes_[scope].ranges.push_back(range);
      } else if (const auto* subquery = pg::as<::RangeSubselect>(item)) {
        scopes_[scope].ranges.push_back({alias_of(subquery->alias), std::nullopt});
        push(subquery->subquery, scope);
      } else if (const auto* function = pg::as<::RangeFunction>(item)) {
        scopes_[scope].ranges.push_back({alias_of(function->alias), std::nullopt});
        push(function->functions, scope);
      } else if (item != nullptr) {
        scopes_[scope].ranges.push_back({});
        push(item, scope);
      }
    }
    for (; using_.size() > 0 && using_.back().first == scope; using_.pop_back()) {
      for (const Range& range : scopes_[scope].ranges) {
        if (range.source && can_have(range, using_.back().second)) add(*range.source, using_.back().second);
      }
    }
  }

  static std::string_view alias_of(const ::Alias* alias) {
    return alias == nullptr ? std::string_view{} : pg::text(alias->aliasname);
  }

  bool is_cte(const ::RangeVar& relation, std::size_t scope) const {
    if (relation.schemaname != nullptr) return false;
    for (;; scope = scopes_[scope].parent) {
      const auto& ctes = scopes_[scope].ctes;
      if (std::find(ctes.begin(), ctes.end(), pg::text(relation.relname)) != ctes.end()) return true;
      if (scope == 0) return false;
    }
  }

  std::size_t source_of(const ::RangeVar& relation) {
    QualifiedName name = editor_.existing(relation);
    const auto it =
        std::find_if(sources_.begin(), sources_.end(), [&](const Source& source) { return source.name == name; });
    if (it != sources_.end()) return static_cast<std::size_t>(it - sources_.begin());
    const Relation* known = editor_.find(name);
    sources_.push_back({std::move(name), known});
    return sources_.size() - 1;
  }

  const Relation* known(const Range& range) const { return range.source ? sources_[*range.source].known : nullptr; }
  bool can_have(const Range& range, std::string_view column) const {
    const Relation* relation = known(range);
    return relation == nullptr || !relation->complete || relation->column(column) != nullptr;
  }
  bool has(const Range& range, std::string_view column) const {
    const Relation* relation = known(range);
    return relation != nullptr && relation->column(column) != nullptr;
  }

  void add(std::size_t source, std::string_view column) {
    const Read read{source, column};
    if (std::find(reads_.begin(), reads_.end(), read) != reads_.end()) return;
    reads_.push_back(read);
    sources_[source].read = true;
  }

  void add_all(std::size_t source) {
    const Relation* relation = sources_[source].known;
    if (relation == nullptr || !relation->complete) return add(source, "");
    for (const auto& column : relation->columns) add(source, column->name);
  }

  const Range* range_named(std::string_view alias, std::size_t scope) const {
    for (;; scope = scopes_[scope].parent) {
      for (const Range& range : scopes_[scope].ranges) {
        if (range.alias == alias) return &range;
      }
      if (scope == 0) return nullptr;
    }
  }

  void resolve(const ::ColumnRef& column, std::size_t scope) {
    const std::size_t length = pg::length(column.fields);
    const ::Node* last = length == 0 ? nullptr : pg::nth(column.fields, length - 1);
    const auto* name = pg::as<::String>(last);
    if (length >= 2) {
      const auto* qualifier = pg::as<::String>(pg::nth(column.fields, length - 2));
      const Range* range = qualifier == nullptr ? nullptr : range_named(pg::text(qualifier->sval), scope);
      if (range == nullptr || !range->source) return;
      if (name == nullptr) return add_all(*range->source);
      return add(*range->source, pg::text(name->sval));
    }
    if (name != nullptr) return resolve_unqualified(pg::text(name->sval), scope);
    for (const Range& range : scopes_[scope].ranges) {
      if (range.source) add_all(*range.source);
    }
  }

  void resolve_unqualified(std::string_view column, std::size_t scope) {
    for (;; scope = scopes_[scope].parent) {
      const std::vector<Range>& ranges = scopes_[scope].ranges;
      const auto sure =
          std::find_if(ranges.begin(), ranges.end(), [&](const Range& range) { return has(range, column); });
      if (sure != ranges.end()) return add(*sure->source, column);
      bool possible = false;
      for (const Range& range : ranges) {
        if (!range.source) continue;
        // A whole row depends on none of its columns. Source: dependency.c, find_expr_references_walker.
        if (range.alias == column) return add(*range.source, "");
        if (!can_have(range, column)) continue;
        add(*range.source, column);
        possible = true;
      }
      if (possible || scope == 0) return;
    }
  }

  void read_result(const ::SelectStmt& select, std::size_t scope) {
    facts_.columns.reserve(pg::length(select.targetList));
    for (const auto& target : pg::each<::ResTarget>(select.targetList)) {
      const auto* column = pg::as<::ColumnRef>(target.val);
      const bool star =
          column != nullptr && pg::as<::A_Star>(pg::nth(column->fields, pg::length(column->fields) - 1)) != nullptr;
      if (star) {
        expand_star(*column, scope);
        continue;
      }
      Column& result = facts_.columns.emplace_back();
      result.complete = false;
      result.name = target.name != nullptr ? std::string(pg::text(target.name)) : column_name_of(target.val);
      if (result.name.empty()) result.name = "?column?";
      if (const auto* cast = pg::as<::TypeCast>(target.val); cast != nullptr && cast->typeName != nullptr) {
        result.type = editor_.type(*cast->typeName);
      } else if (column != nullptr) {
        result.type = type_of(*column, scope);
      }
    }
    const auto* row = pg::as<::List>(pg::nth(select.valuesLists, 0));
    for (std::size_t i = 0; i < pg::length(row); ++i) {
      Column result;
      result.complete = false;
      result.name = "column" + std::to_string(i + 1);
      facts_.columns.push_back(std::move(result));
    }
  }

  void expand_star(const ::ColumnRef& star, std::size_t scope) {
    const auto* qualifier =
        pg::length(star.fields) < 2 ? nullptr : pg::as<::String>(pg::nth(star.fields, pg::length(star.fields) - 2));
    for (const Range& range : scopes_[scope].ranges) {
      if (qualifier != nullptr && range.alias != pg::text(qualifier->sval)) continue;
      const Relation* relation = known(range);
      if (relation == nullptr || !relation->complete) {
        facts_.columns_known = false;
        continue;
      }
      for (const auto& column : relation->columns) {
        Column& result = facts_.columns.emplace_back();
        result.complete = false;
        result.name = column->name;
        result.type = column->type;
      }
    }
  }

  pg::DataType type_of(const ::ColumnRef& column, std::size_t scope) const {
    const std::size_t length = pg::length(column.fields);
    const auto* name = pg::as<::String>(pg::nth(column.fields, length - 1));
    if (name == nullptr) return {};
    const auto* qualifier = length < 2 ? nullptr : pg::as<::String>(pg::nth(column.fields, length - 2));
    for (const Range& range : scopes_[scope].ranges) {
      if (qualifier != nullptr && range.alias != pg::text(qualifier->sval)) continue;
      const Relation* relation = known(range);
      const Column* found = relation == nullptr ? nullptr : relation->column(pg::text(name->sval));
      if (found != nullptr) return found->type;
    }
    return {};
  }

  const SchemaEditor& editor_;
  QueryFacts facts_;
  std::vector<Scope> scopes_;
  std::vector<Frame> stack_;
  std::vector<const ::Node*> children_;
  std::vector<Source> sources_;
  std::vector<Read> reads_;
  std::vector<std::pair<std::size_t, std::string_view>> using_;
  const ::SelectStmt* result_ = nullptr;
};

}  // namespace

QueryFacts facts_of_query(const ::Node* query, const SchemaEditor& editor) {
  QueryFacts facts = QueryReader(editor).read(query);
  facts.calls = routines_called(query, editor);
  return facts;
}

}  // namespace pginterlock::schema
