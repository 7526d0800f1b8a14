"""Prints the steps of a workflow or an action that run a script, as JSON: `python steps.py FILE`. It needs PyYAML."""

import json
import sys

import yaml

with open(sys.argv[1]) as file:
    told = yaml.safe_load(file)
jobs = told["jobs"].values() if "jobs" in told else [told["runs"]]
print(json.dumps([step for job in jobs for step in job["steps"] if "run" in step]))
