#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lint/finding.h"
#include "pg/splitter.h"
#include "text/source_file.h"

namespace pginterlock {

/// The first place where a template decides which SQL there is; none: it does not.
std::optional<Span> template_control_in(std::span<const pg::Blank> blanks);

/// The identifiers that stand for the values of a file's templates while it is judged, and how the file writes them.
class TemplateNames {
 public:
  TemplateNames(const SourceFile& source, std::span<const pg::Blank> blanks);
  bool empty() const { return names_.empty(); }
  /// Writes the templates in place of their identifiers in all that is told.
  void show(Finding& finding) const;
  void show(Effects& effects) const;
  void show(TransactionTimeline& transaction) const;

 private:
  void add(std::string_view written);
  void add(std::string name, std::string_view written);
  void show(std::string& text) const;
  void show(QualifiedName& name) const;

  std::vector<std::pair<std::string, std::string>> names_;  // the longest first
};

}  // namespace pginterlock
