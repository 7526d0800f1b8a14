"""Prints for each case of a file what a model says of it: null where it takes it, else why it does not."""

import importlib
import json
import sys

import pydantic

sys.path.insert(0, ".")


def verdict(case):
    module = importlib.import_module(case["module"])
    if not case["types"]:
        # All models are built, whether an example has them or not.
        pydantic.TypeAdapter(module.Event)
        return None
    reasons = []
    for name in case["types"]:
        try:
            pydantic.TypeAdapter(getattr(module, name)).validate_json(case["text"])
            return None
        except pydantic.ValidationError as error:
            reasons.append(str(error).replace("\n", " ")[:400])
    return "; ".join(reasons)


def told(case):
    try:
        return verdict(case)
    except Exception as error:  # A module that can't be imported is a verdict on all its cases.
        return f"{type(error).__name__}: {error}"[:400]


with open(sys.argv[1], encoding="utf-8") as cases:
    print(json.dumps([told(case) for case in json.load(cases)]))
