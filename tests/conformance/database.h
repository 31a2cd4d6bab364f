#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "server.h"

namespace pginterlock::conformance {

/// A database of one's own on a server, brought back to nothing between cases: making one anew takes a server ten times
/// as long. Roles and tablespaces that a set-up makes go with it. The destructor drops it.
class Database {
 public:
  Database(std::string conninfo, std::string name);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Empties the database and commits the statements, each by itself. Gives a session as good as new in it. Throws
  /// ServerError when a statement fails.
  std::unique_ptr<Connection> set_up(const std::vector<const std::vector<std::string>*>& parts);
  /// Another session in the database.
  std::unique_ptr<Connection> connect() const { return std::make_unique<Connection>(conninfo_, name_); }

 private:
  void create();
  void drop();
  static bool empty(Connection& connection);
  void drop_shared_objects();

  std::string conninfo_;
  std::string name_;
  std::unique_ptr<Connection> admin_;
  std::set<std::string> shared_;  // roles, tablespaces and databases that were there before
  bool exists_ = false;
  int emptied_ = 0;  // times since it was made: its catalogs grow
};

}  // namespace pginterlock::conformance
