#pragma once

#include <string>
#include <string_view>

#include "schema/apply.h"
#include "schema/schema.h"

// What the schema does not take apart and only remembers, so that a way back can be asked whether it brings it back:
// comments, the definitions of views, triggers and policies, who was granted what, storage parameters and the like.
// Each is a text in Schema::others (schema/memory.h).
namespace pginterlock::schema {

/// The kind of such objects: the schema of their keys.
inline constexpr std::string_view remembered = "text";

/// Remembers what the statement says of the kind; others change nothing. Call it after the statement is applied.
void remember_text(const ApplyContext& context, Schema& schema);

/// What is remembered of an object goes or moves with it. Call it before the statement is applied.
void follow_texts(const ApplyContext& context, Schema& schema);

/// What became of such a text, in words that begin with what it is about: "table public.t: column a has another
/// comment"; empty: nothing that is worth a word, or what it is about is not there any more. Null: there is none.
std::string difference_of_texts(const Schema& schema, const NamedObject* before, const NamedObject* now);

/// An option of a relation (a storage parameter, an option of a view) as a script set it last; empty: none did.
std::string option_of_relation(const Schema& schema, const QualifiedName& relation, std::string_view option);

/// How a way back names a routine, and an object of Schema::others: "statistics st". The key of the latter also holds
/// what tells objects of one name apart.
std::string routine_title(const QualifiedName& key);
std::string object_title(const QualifiedName& key);
/// The domain that an object of Schema::others is the default of; empty: it is something else.
QualifiedName domain_of_default(const QualifiedName& key);

/// A body in a string as its tokens: without comments, white space and parentheses, words in lower case.
std::string code_form(std::string_view code);
/// The body of a routine, in that form.
std::string body_form(const Routine& routine);
/// SQL as its tokens: without comments, white space, parentheses and casts of constants in quotes, words and operators
/// in their common spelling, the schema public left out, EXECUTE PROCEDURE as EXECUTE FUNCTION, without FOR EACH
/// STATEMENT, the tokens of a dollar-quoted body instead of its text, CREATE OR REPLACE as CREATE.
std::string normal_form(std::string_view sql);

}  // namespace pginterlock::schema
