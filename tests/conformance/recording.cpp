#include "recording.h"

#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace pginterlock::conformance {

namespace {

using nlohmann::json;

std::string name_of(const CaseFile& file, const Case& one) {
  std::string sql;
  for (const auto* part : {&file.setup, &one.given, &one.session}) {
    for (const std::string& statement : *part) sql += statement + ";";
    sql += '\n';
  }
  if (one.sending) {
    sql += fmt::format("{} {};", static_cast<int>(one.sending->wrap), static_cast<int>(one.sending->send));
  }
  return fmt::format("{}:{}#{:016x}", file.path, one.name, std::hash<std::string>{}(sql + one.statement));
}

json to_json(const QualifiedName& name) { return json::array({name.schema.str(), name.name.str()}); }
QualifiedName name_from(const json& value) { return {value.at(0).get<std::string>(), value.at(1).get<std::string>()}; }

json to_json(const RelationFacts& facts) {
  json out = {
      {"kind", std::string(1, facts.kind)},
      {"flags", json::array({facts.is_new, facts.made_anew, facts.replaced, facts.moved, facts.emptied,
                             facts.said_rewriting, facts.said_verifying, facts.said_building, facts.said_foreign_key})},
      {"counts", json::array({facts.blocks, facts.fetched, facts.changed})}};
  if (facts.lock) out["lock"] = static_cast<int>(*facts.lock);
  for (const LockMode mode : facts.held_before) out["held"].push_back(static_cast<int>(mode));
  if (!facts.table.name.empty()) out["table"] = to_json(facts.table);
  return out;
}

RelationFacts facts_from(const json& value) {
  RelationFacts facts;
  facts.kind = value.at("kind").get<std::string>().at(0);
  bool* const flags[] = {&facts.is_new,         &facts.made_anew,     &facts.replaced,
                         &facts.moved,          &facts.emptied,       &facts.said_rewriting,
                         &facts.said_verifying, &facts.said_building, &facts.said_foreign_key};
  std::size_t at = 0;
  for (bool* flag : flags) *flag = value.at("flags").at(at++).get<bool>();
  facts.blocks = value.at("counts").at(0).get<long long>();
  facts.fetched = value.at("counts").at(1).get<long long>();
  facts.changed = value.at("counts").at(2).get<long long>();
  if (value.contains("lock")) facts.lock = static_cast<LockMode>(value.at("lock").get<int>());
  if (value.contains("held")) {
    for (const json& mode : value.at("held")) facts.held_before.insert(static_cast<LockMode>(mode.get<int>()));
  }
  if (value.contains("table")) facts.table = name_from(value.at("table"));
  return facts;
}

json to_json(const SentFacts& facts) {
  json out = {{"relations", json::array()}, {"held", json::array()}, {"lock_timeout", facts.lock_timeout}};
  if (facts.stopped) {
    out["stopped"] =
        json::array({facts.stopped->statement, facts.stopped->failure.sqlstate, facts.stopped->failure.message});
  }
  for (const auto& [name, maker] : facts.relations) out["relations"].push_back(json::array({to_json(name), maker}));
  out["makers"] = facts.one_transaction_each;
  for (const auto& [name, mode] : facts.held) {
    out["held"].push_back(json::array({to_json(name), static_cast<int>(mode)}));
  }
  return out;
}

SentFacts sent_facts_from(const json& value) {
  SentFacts facts;
  if (value.contains("stopped")) {
    const json& stopped = value.at("stopped");
    facts.stopped =
        Stopped{stopped.at(0).get<std::size_t>(), {stopped.at(1).get<std::string>(), stopped.at(2).get<std::string>()}};
  }
  for (const json& one : value.at("relations")) facts.relations[name_from(one.at(0))] = one.at(1).get<std::size_t>();
  facts.one_transaction_each = value.at("makers").get<bool>();
  for (const json& one : value.at("held")) {
    facts.held[name_from(one.at(0))] = static_cast<LockMode>(one.at(1).get<int>());
  }
  facts.lock_timeout = value.at("lock_timeout").get<long long>();
  return facts;
}

json to_json(const Observation& observation) {
  json out = {{"block", static_cast<int>(observation.block)}, {"relations", json::array()}};
  if (observation.failure) out["failure"] = json::array({observation.failure->sqlstate, observation.failure->message});
  if (observation.sent) out["sent"] = to_json(*observation.sent);
  for (const auto& [name, facts] : observation.relations) {
    out["relations"].push_back(json::array({to_json(name), to_json(facts)}));
  }
  return out;
}

Observation observation_from(const json& value) {
  Observation observation;
  observation.block = static_cast<TransactionBlock>(value.at("block").get<int>());
  if (value.contains("failure")) {
    const json& failure = value.at("failure");
    observation.failure = SqlFailure{failure.at(0).get<std::string>(), failure.at(1).get<std::string>()};
  }
  if (value.contains("sent")) observation.sent = sent_facts_from(value.at("sent"));
  for (const json& relation : value.at("relations")) {
    observation.relations[name_from(relation.at(0))] = facts_from(relation.at(1));
  }
  return observation;
}

}  // namespace

Recording Recording::read(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) throw std::runtime_error("cannot read " + path);
  Recording recording;
  for (std::string line; std::getline(stream, line);) {
    const json entry = json::parse(line);
    recording.observations_[{entry.at("version").get<int>(), entry.at("case").get<std::string>()}] =
        observation_from(entry.at("observation"));
  }
  return recording;
}

void Recording::write(const std::string& path) const {
  std::ofstream stream(path);
  for (const auto& [key, observation] : observations_) {
    const json entry = {{"version", key.first}, {"case", key.second}, {"observation", to_json(observation)}};
    stream << entry.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
  }
  if (!stream.flush()) throw std::runtime_error("cannot write " + path);
}

void Recording::add(int version, const CaseFile& file, const Case& one, Observation observation) {
  observations_[{version, name_of(file, one)}] = std::move(observation);
}

const Observation* Recording::find(int version, const CaseFile& file, const Case& one) const {
  const auto it = observations_.find({version, name_of(file, one)});
  return it == observations_.end() ? nullptr : &it->second;
}

std::vector<int> Recording::versions() const {
  std::vector<int> versions;
  for (const auto& [key, observation] : observations_) {
    if (versions.empty() || versions.back() != key.first) versions.push_back(key.first);
  }
  return versions;
}

}  // namespace pginterlock::conformance
