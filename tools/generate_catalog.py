#!/usr/bin/env python3
"""Generates src/pg/catalog_data.inc: facts about PostgreSQL's built-in functions, operators, casts and types.

The facts are read from the system catalogues of running servers, one per major version, with psql:

    tools/generate_catalog.py --server 12=postgresql://postgres@HOST:PORT/postgres --server 13=... --server 18=...

The servers are only read. Objects made by initdb count as built-in (schema pg_catalog, oid below 16384). The output
depends only on the servers' catalogues, so that a second run over the same minor versions writes the same bytes.

Each table has one row per key and range of consecutive versions with equal facts; "since" is the first of these
versions, "until" the last. The oldest version read stands for "this one or an earlier one", the newest for "this one or
a later one".
"""

import argparse
import csv
import io
import pathlib
import subprocess
import sys

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "src" / "pg" / "catalog_data.inc"
SIGNATURES = OUTPUT.parent / "signature_data.inc"

BUILTIN = "pronamespace = 'pg_catalog'::regnamespace and p.oid < 16384"

FUNCTIONS_SQL = f"""
    select p.proname, p.prokind, p.provolatile, p.proretset::int, p.pronargs, p.pronargdefaults,
           (p.provariadic <> 0)::int,
           array_to_string(array(select t.typname from unnest(p.proargtypes::oid[]) with ordinality as a(type, position)
                                 join pg_type t on t.oid = a.type order by a.position), ','),
           coalesce((select g.aggnumdirectargs from pg_aggregate g where g.aggfnoid = p.oid and g.aggkind <> 'n'), -1)
      from pg_proc p
     where {BUILTIN} and p.prokind in ('f', 'a', 'w')
"""

OPERATORS_SQL = f"""
    select o.oprname, coalesce(l.typname, ''), coalesce(r.typname, ''), p.provolatile
      from pg_operator o
      join pg_proc p on p.oid = o.oprcode
      left join pg_type l on l.oid = o.oprleft
      left join pg_type r on r.oid = o.oprright
     where o.oprnamespace = 'pg_catalog'::regnamespace and o.oid < 16384
"""

# Internal functions, of which no expression can call one, and the input and output functions of types are left out.
FUNCTION_SIGNATURES_SQL = f"""
    select p.proname,
           array_to_string(array(select t.typname from unnest(p.proargtypes::oid[]) with ordinality as a(type, position)
                                 join pg_type t on t.oid = a.type order by a.position), ','),
           r.typname, p.provolatile, p.pronargs - p.pronargdefaults, (p.provariadic <> 0)::int, p.proretset::int,
           p.prokind,
           coalesce((select g.aggnumdirectargs from pg_aggregate g where g.aggfnoid = p.oid and g.aggkind <> 'n'), -1)
      from pg_proc p
      join pg_type r on r.oid = p.prorettype
     where {BUILTIN} and p.prokind in ('f', 'a', 'w') and r.typname not in ('internal', 'trigger', 'event_trigger')
           and not exists (select from unnest(p.proargtypes::oid[]) a where a = 'internal'::regtype)
"""

OPERATOR_SIGNATURES_SQL = f"""
    select o.oprname, coalesce(l.typname, ''), r.typname, t.typname, p.provolatile
      from pg_operator o
      join pg_proc p on p.oid = o.oprcode
      join pg_type t on t.oid = o.oprresult
      left join pg_type l on l.oid = o.oprleft
      join pg_type r on r.oid = o.oprright
     where o.oprnamespace = 'pg_catalog'::regnamespace and o.oid < 16384
"""

# The volatility of a cast is that of its function, or for a cast by text ('i') the worse one of the source's output
# function and the target's input function. A binary-coercible cast ('b') runs nothing.
CASTS_SQL = """
    select s.typname, t.typname, c.castcontext, c.castmethod,
           case c.castmethod when 'b' then 'i' when 'f' then f.provolatile::text
                else (select max(io.provolatile::text) from pg_proc io where io.oid in (s.typoutput, t.typinput)) end
      from pg_cast c
      join pg_type s on s.oid = c.castsource
      join pg_type t on t.oid = c.casttarget
      left join pg_proc f on f.oid = c.castfunc
     where c.oid < 16384
"""

# Row types of the system catalogues and their arrays are left out.
TYPES_SQL = """
    select t.typname, t.typtype, t.typcategory, t.typlen, (t.typcollation <> 0)::int, t.typispreferred::int,
           case when t.typcategory = 'A' then coalesce(e.typname, '') else '' end,
           i.provolatile, o.provolatile, format_type(t.oid, null)
      from pg_type t
      join pg_proc i on i.oid = t.typinput
      join pg_proc o on o.oid = t.typoutput
      left join pg_type e on e.oid = t.typelem
     where t.typnamespace = 'pg_catalog'::regnamespace and t.oid < 16384 and t.typtype <> 'c'
           and coalesce(e.typtype, 'b') <> 'c'
"""

OPERATOR_CLASSES_SQL = """
    select a.amname, t.typname
      from pg_opclass c
      join pg_am a on a.oid = c.opcmethod
      join pg_type t on t.oid = c.opcintype
     where c.opcdefault and c.opcnamespace = 'pg_catalog'::regnamespace and c.oid < 16384
"""

METHODS = ("btree", "hash", "gist", "gin", "spgist", "brin")

SET_RETURNING, AGGREGATE, WINDOW, VARIADIC, ORDERED_SET = 1, 2, 4, 8, 16
COLLATABLE, PREFERRED, FIRST_METHOD = 1, 2, 4

# Argument counts are a bit set; the highest bit stands for "31 and every larger number".
MANY = 31


def query(server, sql):
    """Runs one query with psql and returns its rows as lists of strings."""
    command = ["psql", "--no-psqlrc", "--quiet", "--csv", "--tuples-only", "--set", "ON_ERROR_STOP=1",
               "--dbname", server, "--command", sql]
    result = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return list(csv.reader(io.StringIO(result.stdout)))


def argument_counts(pronargs, defaults, variadic, direct):
    """The bit set of the numbers of arguments with which a call can reach a function (FuncnameGetCandidates' rules).

    An ordered-set aggregate is reached by its direct and aggregated arguments together, but a call spells only the
    direct ones inside its parentheses; both numbers are in the set.
    """
    counts = 0
    for count in range(pronargs - defaults, pronargs + 1):
        counts |= 1 << min(count, MANY)
    if variadic:
        for count in range(pronargs, MANY + 1):
            counts |= 1 << count
    if direct >= 0:
        counts |= 1 << min(direct, MANY)
    return counts


def read_functions(server):
    """Returns {name: (volatility or 'm', argument counts, flags)} and {(name, signature): (volatility, counts)}."""
    overloads = {}
    flags = {}
    for row in query(server, FUNCTIONS_SQL):
        name, kind, volatility, returns_set, pronargs, defaults, variadic, signature, direct = row
        counts = argument_counts(int(pronargs), int(defaults), int(variadic), int(direct))
        overloads.setdefault(name, {})[signature] = (volatility, counts)
        flag = SET_RETURNING if returns_set == "1" else 0
        flag |= {"f": 0, "a": AGGREGATE, "w": WINDOW}[kind]
        flags[name] = flags.get(name, 0) | flag
    functions = {}
    mixed = {}
    for name, by_signature in overloads.items():
        volatilities = {volatility for volatility, _ in by_signature.values()}
        counts = 0
        for _, overload_counts in by_signature.values():
            counts |= overload_counts
        functions[name] = (min(volatilities) if len(volatilities) == 1 else "m", counts, flags[name])
        if len(volatilities) > 1:
            for signature, facts in by_signature.items():
                mixed[(name, signature)] = facts
    return functions, mixed


def read_operators(server):
    """Returns {name: volatility or 'm'} and {(name, left, right): volatility} of the names with 'm'."""
    by_name = {}
    for name, left, right, volatility in query(server, OPERATORS_SQL):
        by_name.setdefault(name, {})[(left, right)] = volatility
    names = {}
    mixed = {}
    for name, by_types in by_name.items():
        volatilities = set(by_types.values())
        names[name] = (min(volatilities) if len(volatilities) == 1 else "m",)
        if len(volatilities) > 1:
            for (left, right), volatility in by_types.items():
                mixed[(name, left, right)] = (volatility,)
    return names, mixed


def read_signatures(server):
    """Returns {(name, arguments): (result, volatility, least arguments, flags)} of functions, and of operators
    {(name, left, right): (result, volatility)}."""
    functions = {}
    for row in query(server, FUNCTION_SIGNATURES_SQL):
        name, arguments, result, volatility, least, variadic, returns_set, kind, direct = row
        flags = {"f": 0, "a": AGGREGATE, "w": WINDOW}[kind]
        flags |= (SET_RETURNING if returns_set == "1" else 0) | (VARIADIC if variadic == "1" else 0)
        flags |= ORDERED_SET if int(direct) >= 0 else 0
        functions[(name, arguments)] = (result, volatility, int(least), flags)
    operators = {tuple(row[:3]): tuple(row[3:]) for row in query(server, OPERATOR_SIGNATURES_SQL)}
    return functions, operators


def read_casts(server):
    """Returns {(source, target): (context, method, volatility)}."""
    return {(row[0], row[1]): tuple(row[2:]) for row in query(server, CASTS_SQL)}


# The operator classes for every array work only where this method has one for the elements.
ELEMENT_METHOD = {"btree": "btree", "gin": "btree", "hash": "hash"}


def has_default_class(name, method, types, classes, coercible):
    """Whether a type has a default operator class that works, by GetDefaultOpClass' rules.

    classes is {method: input types of the default classes}, coercible the implicit binary-coercible casts.
    """
    if name in classes[method]:
        return True
    polymorphic = {"r": "anyrange", "m": "anymultirange"}.get(types[name]["kind"])
    element = types[name]["element"]
    compatible = []
    for target in classes[method]:
        if target == "anyarray" and element:
            if has_default_class(element, ELEMENT_METHOD[method], types, classes, coercible):
                compatible.append(target)
        elif (name, target) in coercible or target == polymorphic:
            compatible.append(target)
    preferred = [target for target in compatible
                 if types[target]["category"] == types[name]["category"] and types[target]["preferred"]]
    return len(preferred) == 1 or (not preferred and len(compatible) == 1)


def read_types(server, casts):
    """Returns {name: (typtype, category, length, flags, input volatility, output volatility, SQL name)}."""
    types = {}
    for row in query(server, TYPES_SQL):
        name, kind, category, length, collatable, preferred, element, reads, writes, sql_name = row
        types[name] = {"kind": kind, "category": category, "length": int(length), "collatable": collatable == "1",
                       "preferred": preferred == "1", "element": element, "reads": reads, "writes": writes,
                       "sql_name": sql_name}
    classes = {}
    for method, type_name in query(server, OPERATOR_CLASSES_SQL):
        classes.setdefault(method, set()).add(type_name)
    coercible = {key for key, (context, method, _) in casts.items() if context == "i" and method == "b"}
    facts = {}
    for name, row in types.items():
        flags = (COLLATABLE if row["collatable"] else 0) | (PREFERRED if row["preferred"] else 0)
        for index, method in enumerate(METHODS):
            if has_default_class(name, method, types, classes, coercible):
                flags |= FIRST_METHOD << index
        facts[name] = (row["kind"], row["category"], row["length"], flags, row["reads"], row["writes"], row["sql_name"])
    return facts


def ranges(by_version):
    """Turns {version: {key: facts}} into sorted (key, since, until, facts), one per run of equal facts."""
    versions = sorted(by_version)
    rows = []
    for key in sorted({key for facts in by_version.values() for key in facts}):
        run = None
        for version in versions + [None]:
            facts = by_version[version].get(key) if version is not None else None
            if run is not None and facts != run[2]:
                rows.append((key, run[0], run[1], run[2]))
                run = None
            if facts is not None:
                run = (run[0] if run else version, version, facts)
    return rows


def quoted(text):
    """A C++ string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(declaration, comment, rows):
    """One constexpr table."""
    head = [f"// {line}" for line in comment] + [f"constexpr {declaration}[] = {{"]
    return head + [f"    {{{row}}}," for row in rows] + ["};", ""]


def head(servers):
    """The first lines of a data file."""
    numbers = []
    for version, server in sorted(servers.items()):
        number = int(query(server, "show server_version_num")[0][0])
        if number // 10000 != version:
            raise SystemExit(f"the server given for {version} runs version {number}")
        numbers.append(f"{version}.{number % 10000}")
    return ["// Generated by tools/generate_catalog.py from the system catalogues of PostgreSQL",
            f"// {', '.join(numbers)}. Do not edit.", ""]


def generate_signatures(servers):
    """The text of the file of signatures."""
    functions, operators = {}, {}
    for version, server in sorted(servers.items()):
        functions[version], operators[version] = read_signatures(server)
    lines = head(servers)
    lines += table(
        "FunctionSignatureRow function_signatures",
        ["pg_proc by name and argument types: result type, volatility, least number of arguments, since, until,",
         "flags (1 set-returning, 2 aggregate, 4 window, 8 variadic, 16 ordered-set)."],
        [f"{quoted(name)}, {quoted(arguments)}, {quoted(result)}, '{volatility}', {least}, {since}, {until}, {flags}"
         for (name, arguments), since, until, (result, volatility, least, flags) in ranges(functions)])
    lines += table(
        "OperatorSignatureRow operator_signatures",
        ["pg_operator by name, left and right type (\"\" = prefix operator): result type, volatility, since, until."],
        [f"{quoted(name)}, {quoted(left)}, {quoted(right)}, {quoted(result)}, '{volatility}', {since}, {until}"
         for (name, left, right), since, until, (result, volatility) in ranges(operators)])
    return "\n".join(lines[:-1]) + "\n"


def generate(servers):
    """Reads every server ({major: connection string}) and returns the text of the data file."""
    functions, overloads, operators, operator_overloads, casts, types = {}, {}, {}, {}, {}, {}
    for version, server in sorted(servers.items()):
        functions[version], overloads[version] = read_functions(server)
        operators[version], operator_overloads[version] = read_operators(server)
        casts[version] = read_casts(server)
        types[version] = read_types(server, casts[version])
    oldest, newest = min(servers), max(servers)
    if sorted(servers) != list(range(oldest, newest + 1)):
        raise SystemExit("the servers' versions leave a gap")
    lines = head(servers) + [
        f"constexpr int oldest_version_read = {oldest};",
        f"constexpr int newest_version_read = {newest};",
        "",
    ]
    lines += table(
        "FunctionRow builtin_functions",
        ["pg_proc by name: argument counts (bit set), since, until, volatility ('m' = see builtin_overloads),",
         "flags (1 set-returning, 2 aggregate, 4 window)."],
        [f"{quoted(name)}, {counts:#x}u, {since}, {until}, '{volatility}', {flags}"
         for name, since, until, (volatility, counts, flags) in ranges(functions)])
    lines += table(
        "OverloadRow builtin_overloads",
        ["pg_proc by name and argument types, for the names with volatility 'm': argument counts, since, until,",
         "volatility."],
        [f"{quoted(name)}, {quoted(signature)}, {counts:#x}u, {since}, {until}, '{volatility}'"
         for (name, signature), since, until, (volatility, counts) in ranges(overloads)])
    lines += table(
        "OperatorRow builtin_operators",
        ["pg_operator by name: since, until, volatility ('m' = see builtin_operator_overloads)."],
        [f"{quoted(name)}, {since}, {until}, '{volatility}'"
         for name, since, until, (volatility,) in ranges(operators)])
    lines += table(
        "OperatorOverloadRow builtin_operator_overloads",
        ["pg_operator by name, left and right type (\"\" = prefix operator), for the names with volatility 'm':",
         "since, until, volatility."],
        [f"{quoted(name)}, {quoted(left)}, {quoted(right)}, {since}, {until}, '{volatility}'"
         for (name, left, right), since, until, (volatility,) in ranges(operator_overloads)])
    lines += table(
        "CastRow builtin_casts",
        ["pg_cast by source and target: since, until, context, method, volatility."],
        [f"{quoted(source)}, {quoted(target)}, {since}, {until}, '{context}', '{method}', '{volatility}'"
         for (source, target), since, until, (context, method, volatility) in ranges(casts)])
    lines += table(
        "TypeRow builtin_types",
        ["pg_type by name: format_type's name, typlen, since, until, typtype, typcategory, input and output",
         "volatility, flags (1 collatable, 2 preferred; default operator class: 4 btree, 8 hash, 16 gist, 32 gin,",
         "64 spgist, 128 brin)."],
        [f"{quoted(name)}, {quoted(sql_name)}, {length}, {since}, {until}, '{kind}', '{category}', '{reads}', "
         f"'{writes}', {flags}"
         for name, since, until, (kind, category, length, flags, reads, writes, sql_name) in ranges(types)])
    return "\n".join(lines[:-1]) + "\n"


def server_argument(text):
    """Splits VERSION=CONNECTION."""
    version, separator, connection = text.partition("=")
    if not separator or not version.isdigit():
        raise argparse.ArgumentTypeError(f"expected VERSION=CONNECTION, got {text!r}")
    return int(version), connection


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", action="append", required=True, type=server_argument, metavar="VERSION=CONNECTION",
                        help="a running server of this major version (repeat for each version)")
    parser.add_argument("--output", type=pathlib.Path, default=OUTPUT, help="the file to write")
    parser.add_argument("--signatures", type=pathlib.Path, default=SIGNATURES, help="the file of signatures to write")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file would change")
    args = parser.parse_args()
    servers = dict(args.server)
    for output, text in ((args.output, generate(servers)), (args.signatures, generate_signatures(servers))):
        if not args.check:
            output.write_text(text, encoding="utf-8")
        elif not output.exists() or output.read_text(encoding="utf-8") != text:
            sys.exit(f"{output} is not what the servers' catalogues give")


if __name__ == "__main__":
    main()
