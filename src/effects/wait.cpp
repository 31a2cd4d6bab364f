// Functions that wait: for a time, for a lock that other sessions hold as long as they like, or for another server.
#include <array>
#include <cstdlib>

#include "effects/query.h"

namespace pginterlock::effects {

namespace {

enum class Until : std::uint8_t { time, lock, others };

struct Waiting {
  std::string_view name;
  Until until;
  bool builtin = true;
};

// Source: misc.c, pg_sleep; lockfuncs.c, pg_advisory_…; xlogfuncs.c, pg_promote; dblink.c; the extension http.
constexpr std::array waiting = {
    Waiting{"pg_sleep", Until::time},
    Waiting{"pg_sleep_for", Until::time},
    Waiting{"pg_sleep_until", Until::time},
    Waiting{"pg_advisory_lock", Until::lock},
    Waiting{"pg_advisory_lock_shared", Until::lock},
    Waiting{"pg_advisory_xact_lock", Until::lock},
    Waiting{"pg_advisory_xact_lock_shared", Until::lock},
    Waiting{"pg_start_backup", Until::others},
    Waiting{"pg_stop_backup", Until::others},
    Waiting{"pg_backup_start", Until::others},
    Waiting{"pg_backup_stop", Until::others},
    Waiting{"pg_promote", Until::others},
    Waiting{"dblink", Until::others, false},
    Waiting{"dblink_connect", Until::others, false},
    Waiting{"dblink_exec", Until::others, false},
    Waiting{"dblink_get_result", Until::others, false},
    Waiting{"http_get", Until::others, false},
    Waiting{"http_post", Until::others, false},
    Waiting{"http_put", Until::others, false},
    Waiting{"http_patch", Until::others, false},
    Waiting{"http_delete", Until::others, false},
};

/// pg_sleep(0.1): it is over before anyone complains.
bool is_short(const ::FuncCall& call) {
  const auto* seconds = pg::as<A_Const>(pg::nth(call.args, 0));
  if (seconds == nullptr || seconds->isnull) return false;
  if (seconds->val.node.type == T_Integer) return seconds->val.ival.ival < 1;
  return seconds->val.node.type == T_Float && std::strtod(seconds->val.fval.fval, nullptr) < 1;
}

/// A function of the user's own has the name of one of an extension, or the first place on the search path.
bool is_the_users(const QualifiedName& name, const EffectsBuilder& out) {
  if (name.schema == "pg_catalog") return false;
  const QualifiedName found = out.schema().resolve_routine(name, out.before().session.search_path());
  return !out.schema().routines_named(found).empty();
}

}  // namespace

void note_wait(const ::FuncCall& call, EffectsBuilder& out) {
  const QualifiedName name = pg::name_of(call.funcname);
  for (const Waiting& one : waiting) {
    if (name.name != one.name) continue;
    const bool found = one.builtin ? name.schema.empty() || name.schema == "pg_catalog" : name.schema != "pg_catalog";
    if (!found || is_the_users(name, out)) return;
    if (one.name == "pg_sleep" && is_short(call)) return;
    out.wait({.function = std::string(one.name),
              .ends_by_lock_timeout = one.until == Until::lock,
              .cause = out.statement().token_at(call.location)});
    return;
  }
}

}  // namespace pginterlock::effects
