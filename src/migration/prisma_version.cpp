#include <charconv>

#include "migration/frameworks.h"
#include "migration/paths.h"
#include "migration/place.h"

namespace pginterlock {

namespace {

struct Version {
  int major = 0;
  int minor = 0;
  bool newer_too = false;  // a range that newer versions of the same major fit
};

/// The version that begins in `text`, after marks such as quotes, "^" and "~" on the same line; none when none does.
bool read_version(std::string_view text, Version& version) {
  const std::size_t digit = text.find_first_of("0123456789\n");
  if (digit == std::string_view::npos || text[digit] == '\n' || digit > 16) return false;
  version.newer_too = text.substr(0, digit).find_first_of("^>") != std::string_view::npos;
  const auto major = std::from_chars(text.data() + digit, text.data() + text.size(), version.major);
  if (major.ec != std::errc{} || major.ptr == text.data() + text.size() || *major.ptr != '.') return true;
  std::from_chars(major.ptr + 1, text.data() + text.size(), version.minor);
  return true;
}

bool version_behind(std::string_view text, std::string_view words, Version& version) {
  const std::size_t at = text.find(words);
  return at != std::string_view::npos && read_version(text.substr(at + words.size()), version);
}

bool sends_statements(const Version& version) {
  return version.major > 7 || (version.major == 7 && (version.minor >= 4 || version.newer_too));
}

}  // namespace

Choice prisma_by_version(std::string_view folder, Folders& folders) {
  Version version;
  std::string found;
  if (const std::string lock = folders.nearest(folder, "pnpm-lock.yaml");
      !lock.empty() && version_behind(folders.text(lock), "\n  prisma@", version)) {
    found = "pnpm-lock.yaml";
  }
  if (const std::string lock = folders.nearest(folder, "package-lock.json"); found.empty() && !lock.empty()) {
    const std::string_view text = folders.text(lock);
    const std::size_t at = text.find("\"node_modules/prisma\"");
    if (at != std::string_view::npos && version_behind(text.substr(at), "\"version\":", version)) {
      found = "package-lock.json";
    }
  }
  if (const std::string manifest = folders.nearest(folder, "package.json"); found.empty() && !manifest.empty()) {
    const std::string& text = folders.text(manifest);
    if (version_behind(text, "\"prisma\":", version) || version_behind(text, "\"@prisma/client\":", version)) {
      found = "package.json";
    }
  }
  Choice choice;
  choice.framework = find_framework("prisma");
  if (found.empty()) {
    choice.reason = "version unknown: taken as older than 7.4, which sends a file in one message";
    return choice;
  }
  const bool statements = sends_statements(version);
  if (statements) choice.framework = find_framework("prisma-7.4");
  choice.reason = "version " + std::to_string(version.major) + "." + std::to_string(version.minor) + " in " + found +
                  (statements ? ": statement by statement" : ": a file in one message");
  return choice;
}

}  // namespace pginterlock
