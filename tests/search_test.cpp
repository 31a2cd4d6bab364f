#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "schema/sql_text.h"
#include "schema/words.h"
#include "text/search.h"

using namespace pginterlock;

namespace {

/// A text in a buffer that ends with it: a sanitizer sees what is read behind it.
class Exact {
 public:
  explicit Exact(const std::string& text) : bytes_(text.begin(), text.end()) { bytes_.shrink_to_fit(); }
  std::string_view text() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;
};

}  // namespace

TEST_CASE("a word is found at every place of a text, in any case") {
  for (std::size_t before = 0; before < 40; ++before) {
    for (std::size_t behind = 0; behind < 20; ++behind) {
      CAPTURE(before);
      CAPTURE(behind);
      const Exact text(std::string(before, 'e') + "EnGine" + std::string(behind, 'e'));
      CHECK(find_any_case(text.text(), "engine") == before);
      CHECK(find_any_case(text.text(), "engine", before + 1) == std::string_view::npos);
      CHECK(find_any_case(text.text(), "engines") == std::string_view::npos);
      CHECK(find_any_case(text.text(), "\n--") == std::string_view::npos);
    }
  }
  CHECK(find_any_case("*-- \n-- x", "\n--") == 4);
  CHECK(find_any_case("", "ab") == std::string_view::npos);
}

TEST_CASE("words that define objects are found as whole words only, at every place of a body") {
  for (std::size_t before = 0; before < 40; ++before) {
    CAPTURE(before);
    for (const char* word : {"CREATE", "alter", "Drop", "eXecute"}) {
      CHECK(mentions_definitions(Exact(std::string(before, ' ') + word).text()));
      CHECK(mentions_definitions(Exact(std::string(before, '$') + word + "(" + std::string(before, 'x')).text()));
      CHECK_FALSE(mentions_definitions(Exact(std::string(before, ' ') + word + "s").text()));
      CHECK_FALSE(mentions_definitions(Exact(std::string(before, ' ') + "_" + word + " x").text()));
      CHECK_FALSE(mentions_definitions(Exact(std::string(before, ' ') + "\"" + word + "\"").text()));
    }
  }
}

TEST_CASE("words are the identifiers of a text, numbers and what clings to them are none") {
  Words words;
  words.add("nextval('Seq_1'::regclass) + 0x10 + 1e5 $a$ \xC3\xA9t");
  const std::vector<Word> found(words.all().begin(), words.all().end());
  CHECK(found == std::vector<Word>{whole_word("nextval"), whole_word("seq_1"), whole_word("regclass"), whole_word("a$"),
                                   whole_word("\xC3\xA9t")});
  CHECK(word_of("1") == std::nullopt);
  CHECK(word_of("=x") == whole_word("X"));
}
