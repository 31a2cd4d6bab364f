"""Checks JSON documents against a JSON Schema: validate_json.py SCHEMA DOCUMENT...

Exit status 0: all are valid. Else 1, and a line for each error with its place.
"""
import json
import sys

import jsonschema


def main(schema_path, *document_paths):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failed = False
    for path in document_paths:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        for error in validator.iter_errors(document):
            failed = True
            print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    return 1 if failed else 0


sys.exit(main(*sys.argv[1:]))
