#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "program.h"

using program::contains;
using program::Folder;
using program::Result;
using program::run;

namespace {

// A statement that is RED wherever it stands: proof that the rest of a file was read.
const std::string red_statement = "CREATE INDEX i ON some_table (a);\n";

/// The tool could not do its work: exit status 2, nothing on standard output, one line that names what is wrong.
void check_trouble(const Result& result, const std::string& name, const std::string& what) {
  CAPTURE(result.err);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(program::lines(result.err) == 1);
  CHECK(contains(result.err, name));
  CHECK(contains(result.err, what));
}

/// The rules that found something, in the order of the report.
std::vector<std::string> rules_found(const std::vector<std::string>& arguments, const std::string& input = "") {
  std::vector<std::string> all{"check", "--format", "json"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const Result result = run(all, {.input = input});
  CHECK(result.err == "");
  CHECK(result.status == 1);
  std::vector<std::string> rules;
  const auto report = nlohmann::json::parse(result.out, nullptr, false);
  REQUIRE_FALSE(report.is_discarded());
  for (const auto& migration : report["migrations"]) {
    for (const auto& finding : migration["findings"]) rules.push_back(finding["rule"]);
  }
  return rules;
}

bool has(const std::vector<std::string>& rules, const std::string& rule) {
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("bad input: a path that does not exist") {
  check_trouble(run({"check", "no/such.sql"}), "no/such.sql", "no such file or folder; check the path");
  const Folder folder;
  const std::string good = folder.write("1.sql", "SELECT 1;");
  check_trouble(run({"check", good, folder / "2.sql"}), folder / "2.sql", "no such file");
}

TEST_CASE("bad input: a file that may not be read") {
  const Folder folder;
  const std::string file = folder.write("1.sql", "SELECT 1;");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  if (::access(file.c_str(), R_OK) != 0) {
    check_trouble(run({"check", file}), file, "permission denied");
  } else {
    // The super-user may read it all the same; then it must be judged.
    CHECK(run({"check", file}).status == 0);
  }
}

TEST_CASE("bad input: a pipe instead of a file does not hang") {
  const Folder folder;
  const std::string pipe = folder / "pipe.sql";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  check_trouble(run({"check", pipe}), pipe, "neither a file nor a folder; use -");
}

TEST_CASE("bad input: an empty file is GREEN and says that there was nothing in it") {
  const Folder folder;
  for (const std::string bytes : {"", "\n", "-- only a comment\n", ";;"}) {
    const Result result = run({"check", folder.write("1.sql", bytes)});
    CHECK(result.status == 0);
    CHECK(contains(result.out, "1.sql: no statements"));
  }
}

TEST_CASE("bad input: a folder without SQL") {
  const Folder folder;
  folder.write("notes/readme.txt", "nothing");
  check_trouble(run({"check", folder / "notes"}), folder / "notes", "no SQL files");
  check_trouble(run({"check"}, {.folder = folder.path()}), ".", "no SQL files");
}

TEST_CASE("bad input: a folder as the name of standard input") {
  const Folder folder;
  check_trouble(run({"check", "--stdin-filename", folder.path().string(), "-"}), folder.path().string(), "is a folder");
}

TEST_CASE("bad input: a NUL byte is RED and the rest is analysed") {
  const Folder folder;
  const std::string file = folder.write("1.sql", std::string("SELECT 1;\0\n", 11) + red_statement);
  const auto rules = rules_found({file});
  CHECK(has(rules, "unreadable-text"));
  CHECK(has(rules, "create-index-blocking"));
}

TEST_CASE("bad input: invalid UTF-8 is RED and the rest is analysed") {
  const Folder folder;
  const auto rules = rules_found({folder.write("1.sql", "SELECT 'caf\xE9';\n" + red_statement)});
  CHECK(has(rules, "unreadable-text"));
  CHECK(has(rules, "create-index-blocking"));
}

TEST_CASE("bad input: UTF-16 is RED, with and without a byte order mark") {
  const Folder folder;
  const std::string sql = "CREATE INDEX i ON t (a);";
  std::string little, big;
  for (const char c : sql) {
    little += c;
    little += '\0';
    big += '\0';
    big += c;
  }
  CHECK(has(rules_found({folder.write("1.sql", little)}), "unreadable-text"));
  CHECK(has(rules_found({folder.write("2.sql", big)}), "unreadable-text"));
  CHECK(has(rules_found({folder.write("3.sql", "\xFF\xFE" + little)}), "unreadable-text"));
  CHECK(has(rules_found({folder.write("4.sql", "\xFE\xFF" + big)}), "unreadable-text"));
}

TEST_CASE("bad input: a byte order mark of UTF-8 changes nothing") {
  const Folder folder;
  CHECK(run({"check", folder.write("1.sql", "\xEF\xBB\xBFSELECT 1;")}).status == 0);
  CHECK(has(rules_found({folder.write("2.sql", "\xEF\xBB\xBF" + red_statement)}), "create-index-blocking"));
}

TEST_CASE("bad input: a file of 200 MB is read to its end") {
  const Folder folder;
  const std::string file = folder / "big.sql";
  std::FILE* out = std::fopen(file.c_str(), "wb");
  REQUIRE(out != nullptr);
  // Data in COPY: large files are dumps.
  const std::string row = std::string(1023, 'x') + "\n";
  const std::string block = repeated(row, 1024);
  std::fputs("COPY t FROM stdin;\n", out);
  for (int i = 0; i < 200; ++i) std::fwrite(block.data(), 1, block.size(), out);
  std::fputs("\\.\n", out);
  std::fputs(red_statement.c_str(), out);
  std::fclose(out);
  const auto begin = std::chrono::steady_clock::now();
  const Result result = run({"check", file});
  CHECK(result.status == 1);
  CHECK(contains(result.out, "create-index-blocking"));
  CHECK(contains(result.out, "big.sql:204803:1"));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::minutes(1));
}

TEST_CASE("bad input: 64,000 nested parentheses or operators") {
  const Folder folder;
  const std::size_t depth = 64000;
  for (const std::string& statement :
       {"SELECT " + repeated("(", depth) + "1" + repeated(")", depth) + ";\n", "SELECT " + repeated("(", depth) + ";\n",
        "SELECT " + repeated("- ", depth) + "1;\n", "SELECT " + repeated("NOT ", depth) + "true;\n",
        "ALTER TABLE t ADD CHECK (a" + repeated(" + 1", depth) + " > 0);\n",
        "SELECT " + repeated("CASE WHEN true THEN ", depth) + "1;\n",
        "CREATE TABLE t (a int DEFAULT 1" + repeated("::int", depth) + ");\n",
        "SELECT a" + repeated("[1]", depth) + ";\n"}) {
    CAPTURE(statement.substr(0, 40));
    const Result result = run({"check", folder.write("1.sql", statement + red_statement)});
    CHECK(result.status == 1);
    CHECK(contains(result.out, "create-index-blocking"));
  }
}

TEST_CASE("bad input: an unterminated string, comment or dollar quote is RED") {
  const Folder folder;
  for (const std::string end : {"SELECT 'abc", "SELECT $tag$ abc", "SELECT \"abc", "/* abc", "SELECT E'abc\\'"}) {
    CAPTURE(end);
    const auto rules = rules_found({folder.write("1.sql", red_statement + end)});
    CHECK(has(rules, "create-index-blocking"));
    CHECK((has(rules, "unreadable-sql") || has(rules, "unreadable-text")));
  }
}

TEST_CASE("bad input: a binary file is RED") {
  const Folder folder;
  std::string bytes =
      "\x7F"
      "ELF\x02\x01\x01";
  for (unsigned i = 0; i < 100000; ++i) bytes += static_cast<char>((i * 2654435761U) >> 13U);
  CHECK(has(rules_found({folder.write("1.sql", bytes)}), "unreadable-text"));
  CHECK(run({"check", PROGRAM}).status == 1);
}

TEST_CASE("bad input: symbolic links that lead nowhere or to themselves") {
  const Folder folder;
  std::filesystem::create_symlink("nowhere.sql", folder / "1.sql");
  check_trouble(run({"check", folder / "1.sql"}), folder / "1.sql", "symbolic link");
  std::filesystem::create_symlink("2.sql", folder / "2.sql");
  check_trouble(run({"check", folder / "2.sql"}), folder / "2.sql", "symbolic link");
  // In a folder as well: what could not be read must not be GREEN.
  check_trouble(run({"check", folder.path().string()}), "1.sql", "symbolic link");
}

TEST_CASE("bad input: a folder that holds a link to itself is walked once") {
  const Folder folder;
  folder.write("m/1.sql", red_statement);
  std::filesystem::create_directory_symlink(".", folder / "m/loop");
  CHECK(rules_found({folder / "m"}).size() == rules_found({folder / "m/1.sql"}).size());
}

TEST_CASE("bad input: options") {
  const Folder folder;
  const std::string file = folder.write("1.sql", "SELECT 1;");
  check_trouble(run({"check", "--no-such", file}), "--no-such", "unknown option");
  check_trouble(run({"check", "--ignore", "no-such-rule", file}), "no-such-rule", "pginterlock rules lists them");
  check_trouble(run({"check", "--pg-version", "9.6", file}), "--pg-version 9.6", "from 12 to 18");
}
