"""Prints which bundles of a file python-jsonschema does not take, and the numbers of the cases in which it finds fault."""

import json
import sys

from jsonschema import FormatChecker, SchemaError
from jsonschema.validators import validator_for

with open(sys.argv[1], encoding="utf-8") as file:
    written = json.load(file)

refused = []
validators = {}
for schema in written["schemas"]:
    kind = validator_for({"$schema": schema["dialect"]})
    try:
        kind.check_schema(schema["bundle"])
        # The checkers of single drafts leave out formats that came with a later one.
        validators[schema["file"]] = kind(schema["bundle"], format_checker=FormatChecker())
    except SchemaError as error:
        refused.append(f"{schema['file']}: {error.message}")

rejected = [
    number
    for number, case in enumerate(written["cases"])
    if not all(validators[part["schema"]].is_valid(part["value"]) for part in case["parts"] if part["schema"] in validators)
]
json.dump({"refused": refused, "rejected": rejected}, sys.stdout)
