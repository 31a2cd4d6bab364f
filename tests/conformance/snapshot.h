#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "observation.h"
#include "server.h"

namespace pginterlock::conformance {

using Oid = unsigned;

/// A relation of pg_class at one moment.
struct CatalogRelation {
  QualifiedName name;  // the session's own temporary schema is pg_temp
  char kind = 'r';
  Oid file = 0;
  Oid tablespace = 0;
  Oid table = 0;  // index: its table
  long long blocks = 0;
  long long fetched = 0;
  long long changed = 0;
};

/// The relations of a database but system catalogs and TOAST.
using Snapshot = std::map<Oid, CatalogRelation>;
Snapshot take_snapshot(Connection& connection);

/// The modes that a backend holds or waits for, by relation.
using Locks = std::map<Oid, std::set<LockMode>>;
/// Adds what the backend `process` has now. Gives whether it waits for a lock of any kind.
bool add_locks(Connection& asker, int process, Locks& locks);

/// The relation that an OID was or is. Of two with one name, before and after, the lock on the old one is told: no one
/// else sees the new one. Null: it was made and dropped on the way, or is such a new one.
const CatalogRelation* locked_relation(Oid oid, const Snapshot& before, const Snapshot& after);

/// Puts together what was seen before and after a statement that succeeded. `messages` are those of the statement,
/// `after` was taken in `connection` right after it.
Observation observe_difference(const Snapshot& before, const Snapshot& after, const Locks& held_before,
                               const Locks& locks, const std::vector<Message>& messages, Connection& connection);

}  // namespace pginterlock::conformance
