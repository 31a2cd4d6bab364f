"""Checks JSON documents against a JSON Schema: validate_json.py SCHEMA DOCUMENT...

Exit status 0: all are valid. Else 1, and a line for each error with its place.
"""
import json
import os
import sys

import jsonschema


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def rewritten(node, reference):
    """A copy of a schema with reference() of each $ref in its place."""
    if isinstance(node, list):
        return [rewritten(item, reference) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: reference(value) if key == "$ref" else rewritten(value, reference)
        for key, value in node.items()
    }


def bundled(path):
    """The schema with the files beside it that it refers to put into its $defs."""
    others = {}

    def inward(reference):
        name, pointer = reference.split("#", 1)
        if not name:
            return reference
        if name not in others:
            other = load(os.path.join(os.path.dirname(path), name))
            others[name] = rewritten(other, lambda inner: f"#/$defs/{name}{inner[1:]}")
        return f"#/$defs/{name}{pointer}"

    schema = rewritten(load(path), inward)
    schema.setdefault("$defs", {}).update(others)
    return schema


def main(schema_path, *document_paths):
    schema = bundled(schema_path)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failed = False
    for path in document_paths:
        for error in validator.iter_errors(load(path)):
            failed = True
            print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    return 1 if failed else 0


sys.exit(main(*sys.argv[1:]))
