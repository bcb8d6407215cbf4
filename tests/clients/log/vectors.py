"""Leaves and commitments recomputed from their definition, with somebody else's RFC 8785."""

import base64
import hashlib
import hmac
import json
import sys

import rfc8785

with open(sys.argv[1], encoding="utf-8") as file:
    VECTORS = json.load(file)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def root(hashes):
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\x01", root(hashes[:split]), root(hashes[split:]))


def path(hashes, position):
    if len(hashes) == 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if position < split:
        return [*path(hashes[:split], position), root(hashes[split:])]
    return [*path(hashes[split:], position - split), root(hashes[:split])]


for vector in VECTORS["commitments"]:
    payload, salt = vector["payload"], decode(vector["salt"])
    assert rfc8785.dumps(payload).decode() == vector["text"]
    digests = []
    for field in vector["fields"]:
        name = field["name"]
        own = hmac.digest(salt, b"netra/salt/v1\0" + name.encode(), "sha256")[:16]
        value = rfc8785.dumps([name, payload[name]])
        assert encode(own) == field["salt"]
        assert json.loads(field["value"]) == payload[name]
        digests.append(sha256(b"netra/field/v1\0", own, value))
        assert encode(digests[-1]) == field["digest"]
    assert len(digests) == len(payload)
    assert encode(sha256(b"netra/commit/v1\0", *sorted(digests))) == vector["commitment"]

for vector in VECTORS["leaves"]:
    text = rfc8785.dumps(vector["leaf"])
    assert text.decode() == vector["text"]
    assert encode(sha256(b"\0", text)) == vector["hash"]

for vector in VECTORS["chunks"]:
    hashes = [sha256(b"\0", rfc8785.dumps(record)) for record in vector["records"]]
    assert encode(root(hashes)) == vector["root"]
    for position, expected in enumerate(vector["paths"]):
        assert [encode(it) for it in path(hashes, position)] == expected

print("vectors: leaves, commitments and chunks are the same in Python")
