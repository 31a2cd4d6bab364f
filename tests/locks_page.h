#pragma once

#include <filesystem>
#include <string>

/// docs/locks.md as it has to be, from the case files of a folder: each file is a family of statements. Its first
/// comment line is the heading, the comment lines below are the text. Throws std::runtime_error when a file cannot be
/// read.
std::string locks_page(const std::filesystem::path& folder);
