#pragma once

#include <string>
#include <string_view>

#include "schema/apply.h"
#include "schema/schema.h"

// What the schema does not take apart and only remembers, so that a way back can be asked whether it brings it back:
// comments, the definitions of views, triggers and policies, and who was granted what on a relation. Each is a text in
// Schema::others.
namespace pginterlock::schema {

/// The kind of such objects: the schema of their keys.
inline constexpr std::string_view remembered = "text";

/// Remembers what the statement says of the kind; others change nothing. Call it after the statement is applied.
void remember_text(const ApplyContext& context, Schema& schema);

/// What became of such a text, in words that begin with what it is about: "table public.t: column a has another
/// comment"; empty: nothing that is worth a word, or what it is about is not there any more. Null: there is none.
std::string difference_of_texts(const Schema& schema, const NamedObject* before, const NamedObject* now);

/// A body in a string as its tokens: without comments, white space and parentheses, words in lower case.
std::string code_form(std::string_view code);
/// The body of a routine, in that form.
std::string body_form(const Routine& routine);
/// SQL as its tokens: without comments, white space and parentheses, words in lower case, the schema public left out,
/// EXECUTE PROCEDURE as EXECUTE FUNCTION, the tokens of a dollar-quoted body instead of its text, CREATE OR REPLACE as
/// CREATE.
std::string normal_form(std::string_view sql);

}  // namespace pginterlock::schema
