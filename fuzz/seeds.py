#!/usr/bin/env python3
"""Puts what the fixtures of the tests hold into fuzz/corpus, where each target begins: `fuzz/seeds.py [MOST]`, so many at most for slow targets."""

import hashlib
import json
import re
import sys
from pathlib import Path

FUZZ = Path(__file__).resolve().parent
TESTS = FUZZ.parent / "tests"
# What is larger costs too much for each run.
LARGEST = 6000
# A pattern that counts to thousands takes ten seconds with all that is watched here, and one without.
COUNTS = re.compile(rb"\{\d{4}")
# A run of these makes a whole site, some ten in a second: what is read before anything is changed has to be little.
SLOW = {"words": [], "references": [], "document": []}
FIRST = int(sys.argv[1]) if len(sys.argv) > 1 else 100
FOREIGN = {"node_modules", "python", "json"}


def put(target: str, data: bytes) -> None:
    SLOW[target].append(data) if target in SLOW else write(target, data)


def write(target: str, data: bytes) -> None:
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:32]).write_bytes(data)


def fixtures(ending: str):
    for path in sorted(TESTS.rglob(f"*.{ending}")):
        own = not FOREIGN & set(path.relative_to(TESTS).parts)
        if own and path.is_file() and path.stat().st_size <= LARGEST and not COUNTS.search(path.read_bytes()):
            yield path


for path in fixtures("json"):
    data = path.read_bytes()
    put("json", data)
    put("yaml", data)
    try:
        value = json.loads(data)
    except ValueError:
        continue
    if path.parent.name == "verdicts":
        for pair in value:
            put("compare", json.dumps([pair["old"], pair["new"]]).encode())
    elif isinstance(value, dict) and "asyncapi" in value:
        put("document", data)
    elif isinstance(value, dict):
        put("sample", data)
        put("words", data)
        other = {"$ref": "a.json", "$defs": {"x": {"$ref": "#"}, "a/b": {"$ref": "c.json#/properties/a"}}}
        third = {"properties": {"a": {"$ref": "b.json#/$defs/x"}, "b": {"$ref": "b.json#/$defs/a~1b"}}}
        put("references", json.dumps({"a": value, "b": other, "c": third}).encode())
for ending, targets in {"yaml": ["yaml"], "toml": ["toml", "config"], "md": ["markdown"]}.items():
    for path in fixtures(ending):
        for target in targets:
            put(target, path.read_bytes())
# Most documents of the tests are YAML, which is not changed as a tree: two small ones that have a bit of all.
INFO = {"title": "Orders", "version": "1"}
MESSAGE = {"name": "created", "payload": {"type": "object", "properties": {"id": {"type": "string"}}}, "examples": [{"payload": {"id": "a"}}]}
for document in [
    {
        "asyncapi": "3.0.0",
        "info": INFO,
        "servers": {"main": {"host": "a.example", "protocol": "kafka", "x-own": {"a": 1}}},
        "channels": {"orders": {"address": "orders/{id}", "parameters": {"id": {}}, "messages": {"created": MESSAGE}}},
        "operations": {"send": {"action": "send", "channel": {"$ref": "#/channels/orders"}, "bindings": {"kafka": {"groupId": {"type": "string"}}}}},
    },
    {
        "asyncapi": "2.6.0",
        "info": INFO,
        "channels": {"orders": {"publish": {"message": MESSAGE, "traits": [{"$ref": "#/components/operationTraits/t"}]}}},
        "components": {"operationTraits": {"t": {"bindings": {"amqp": {"ack": True}}}}},
    },
]:
    put("document", json.dumps(document).encode())
for target, all in SLOW.items():
    # Of documents the smallest, which many changes can be made of in the time of one that is large.
    key = len if target == "document" else (lambda data: hashlib.sha256(data).digest())
    for data in sorted(all, key=key)[:FIRST]:
        write(target, data)
for pattern in ["^a+$", "(a|b)*c{2,3}", "^(?=.*[A-Z])(?!x).{8,}$", "\\d+\\.\\w{1,20}", "[^\\u0000-\\u007f]\\p{L}"]:
    put("pattern", f"{pattern}aaa".encode() + bytes([len(pattern)]))
for number in range(32):
    for target in ["project", "report"]:
        put(target, hashlib.sha256(bytes([number])).digest()[:8])
for head in [
    "GET / HTTP/1.1\r\nHost: localhost:3000\r\n\r\n",
    "HEAD /a%20b/?x=%2e%2e HTTP/1.0\r\nHost: [::1]\r\nIf-None-Match: W/\"1\", *\r\nConnection: close\r\n\r\n",
    "GET /%2e%2e/a HTTP/1.1\r\nHost: docs.example.com:80\r\nOrigin: http://docs.example.com:80\r\nSec-Fetch-Site: same-origin\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
]:
    # The cut is read of the end of the input.
    put("request", head.encode() + bytes([9, 0]))
