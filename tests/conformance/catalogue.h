#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "pg/names.h"

namespace pginterlock::conformance {

/// An object of a schema: "table" "public.users", "column" "public.users.id".
struct CatalogueObject {
  std::string kind;
  std::string name;

  friend auto operator<=>(const CatalogueObject&, const CatalogueObject&) = default;
};

/// What a schema holds, in words that a server and pginterlock share: the attributes of each object. An attribute that
/// is not there is empty.
class Catalogue {
 public:
  /// None: whoever says it does not know.
  using Value = std::optional<std::string>;
  using Attributes = std::map<std::string, Value>;

  void add(const CatalogueObject& object) { objects_.try_emplace(object); }
  void set(const CatalogueObject& object, std::string attribute, Value value) {
    objects_[object].insert_or_assign(std::move(attribute), std::move(value));
  }
  const std::map<CatalogueObject, Attributes>& objects() const { return objects_; }

 private:
  std::map<CatalogueObject, Attributes> objects_;
};

/// SQL that pginterlock keeps as it was written, to be compared in the form that a server gives it: the server is asked
/// to make the same once more in an empty copy of the table.
struct KeptSql {
  enum class Form { default_, generated, check, index, bound };
  CatalogueObject object;
  std::string attribute;
  Form form = Form::default_;
  QualifiedName table;
  std::string column;  // default_, generated: the column, as SQL writes it
  std::string type;    // generated: its type
  std::string sql;
};

struct CatalogueDifference {
  CatalogueObject relation;  // that it is about or whose part it is about; else the object
  bool only_on_server = false;
  std::string text;
};

struct CatalogueComparison {
  std::size_t objects = 0;     // on both sides
  std::size_t attributes = 0;  // that both sides tell
  std::vector<CatalogueDifference> differences;
  std::map<std::string, std::size_t> unknown;  // attributes of a kind that pginterlock does not know here
};

CatalogueComparison compare(const Catalogue& server, const Catalogue& replayed);

}  // namespace pginterlock::conformance
