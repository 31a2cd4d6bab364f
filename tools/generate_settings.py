#!/usr/bin/env python3
"""Generates src/pg/settings_data.inc: PostgreSQL's settings, from pg_settings of running servers, one per major version.

    tools/generate_settings.py --server 12=postgresql://postgres@HOST:PORT/postgres --server 13=... --server 18=...

One row for each setting and range of consecutive versions with equal facts: name, first and last version, context and
type. The servers are only read; settings of loaded libraries have a dot in their names and are left out.
"""

import argparse
import pathlib
import subprocess

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "src" / "pg" / "settings_data.inc"
SQL = "select lower(name), context, vartype from pg_settings where name not like '%.%' order by 1"


def read(conninfo):
    out = subprocess.run(["psql", conninfo, "-X", "-A", "-t", "-F", "\t", "-c", SQL], check=True, capture_output=True,
                         text=True).stdout
    return {name: (context, kind) for name, context, kind in (line.split("\t") for line in out.splitlines())}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", action="append", required=True, metavar="MAJOR=CONNINFO")
    servers = dict(server.split("=", 1) for server in parser.parse_args().server)
    versions = sorted(int(version) for version in servers)
    facts = {version: read(servers[str(version)]) for version in versions}
    rows = []
    for name in sorted(set().union(*facts.values())):
        for version in versions:
            fact = facts[version].get(name)
            if fact is None:
                continue
            last = rows[-1] if rows else None
            if last and last[0] == name and last[2] == version - 1 and last[3] == fact:
                last[2] = version
            else:
                rows.append([name, version, version, fact])
    lines = ["// Written by tools/generate_settings.py: do not edit."]
    lines += [f'{{"{name}", {since}, {until}, "{context}", "{kind}"}},' for name, since, until, (context, kind) in rows]
    OUTPUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
