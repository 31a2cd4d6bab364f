#include "report/json_effects.h"

#include <algorithm>
#include <vector>

#include "report/names.h"

namespace pginterlock::report {

namespace {

/// The relations of some kinds of work, each once, in order.
template <typename Wanted>
void write_relations(JsonWriter& json, const JsonKey& key, const Effects& effects, bool always, Wanted wanted) {
  std::vector<const QualifiedName*> written;
  for (const Work& work : effects.work) {
    const auto same = [&](const QualifiedName* other) { return *other == work.relation; };
    if (!wanted(work.kind) || std::any_of(written.begin(), written.end(), same)) continue;
    written.push_back(&work.relation);
  }
  if (written.empty() && !always) return;
  json.key(key);
  json.open_array();
  for (const QualifiedName* relation : written) json.string(*relation);
  json.close_array();
}

void write_locks(JsonWriter& json, const Effects& effects) {
  json.key("locks");
  json.open_array();
  for (const Lock& lock : effects.locks) {
    json.open_object();
    json.member("relation", lock.relation);
    json.word_member("kind", word(lock.kind));
    json.word_member("mode", name(lock.mode));
    json.member("new", lock.is_new);
    json.word_member("certainty", word(lock.certainty));
    json.close_object();
  }
  json.close_array();
}

void write_index_builds(JsonWriter& json, const Effects& effects) {
  json.key("index_builds");
  json.open_array();
  for (const Work& work : effects.work) {
    if (work.kind != WorkKind::build && work.kind != WorkKind::rebuild) continue;
    json.open_object();
    if (!work.index.empty()) json.member("index", QualifiedName{work.relation.schema, work.index});
    json.member("table", work.relation);
    json.member("rebuild", work.kind == WorkKind::rebuild);
    json.close_object();
  }
  json.close_array();
}

}  // namespace

void write_losses(JsonWriter& json, const Effects& effects) {
  json.key("losses");
  json.open_array();
  for (const Loss& loss : effects.losses) {
    json.open_object();
    json.word_member("kind", name(loss.kind));
    json.member("object", loss.object);
    if (!loss.relation.name.empty()) json.member("relation", loss.relation);
    json.member("data", loss.data);
    json.member("implicit", loss.implicit);
    json.word_member("certainty", word(loss.certainty));
    json.close_object();
  }
  json.close_array();
}

void write_failures(JsonWriter& json, const Effects& effects) {
  json.key("failures");
  json.open_array();
  for (const Failure& failure : effects.failures) {
    json.open_object();
    json.word_member("kind", word(failure.kind));
    json.optional_member("sqlstate", failure.sqlstate);
    json.member("message", failure.message);
    json.word_member("certainty", word(failure.certainty));
    json.close_object();
  }
  json.close_array();
}

void write_breaks(JsonWriter& json, const Effects& effects) {
  if (effects.breaks.empty()) return;
  json.key("breaks");
  json.open_array();
  for (const Break& broken : effects.breaks) {
    json.open_object();
    json.word_member("kind", word(broken.kind));
    json.word_member("object_kind", name(broken.object_kind));
    json.optional_member("object", broken.object);
    if (!broken.relation.name.empty()) json.member("relation", broken.relation);
    json.optional_member("column", broken.column);
    json.optional_member("new_name", broken.new_name);
    json.close_object();
  }
  json.close_array();
}

void write_unknown(JsonWriter& json, const Effects& effects) {
  if (effects.unknown.empty()) return;
  json.key("unknown");
  json.open_array();
  for (const Unknown& unknown : effects.unknown) json.string(unknown.what);
  json.close_array();
}

void write_effects(JsonWriter& json, const Effects& effects) {
  json.key("effects");
  json.open_object();
  json.word_member("transaction_block", word(effects.block));
  write_locks(json, effects);
  write_relations(json, "rewrites", effects, true, [](WorkKind kind) { return kind == WorkKind::rewrite; });
  // A rewrite reads every row as well.
  write_relations(json, "scans", effects, true,
                  [](WorkKind kind) { return kind == WorkKind::scan || kind == WorkKind::rewrite; });
  write_index_builds(json, effects);
  write_losses(json, effects);
  write_failures(json, effects);
  write_relations(json, "copies", effects, false, [](WorkKind kind) { return kind == WorkKind::copy; });
  write_relations(json, "bulk_changes", effects, false, [](WorkKind kind) { return kind == WorkKind::bulk; });
  write_relations(json, "queries", effects, false, [](WorkKind kind) { return kind == WorkKind::query; });
  write_breaks(json, effects);
  write_unknown(json, effects);
  json.close_object();
}

}  // namespace pginterlock::report
