"""What every auditor here begins with: the log as the registry serves it, and the auditor's key."""

import base64
import json
import os

import requests

with open(os.environ["NETRA_DEMO"], encoding="utf-8") as file:
    DEMO = json.load(file)
ORIGIN = DEMO["graphql"].removesuffix("/graphql")
SAMPLE = 20


def get(path, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = requests.get(ORIGIN + path, headers=headers, timeout=10)
    answer.raise_for_status()
    return answer


def auditor():
    seats = (it for it in DEMO["seats"] if (it["function"], it["grade"]) == ("AUDIT", "STAFF"))
    return next(seats)["token"]


def log():
    """The newest log: its checkpoint as text, and name, key id and public key of its signer."""
    newest = get("/.well-known/netra-log.json").json()["origins"][-1]
    label = newest["url"].rsplit("/", 1)[1]
    name, key_id, key = newest["vkey"].split("+", 2)
    note = get(f"/log/{label}/checkpoint").content.decode()
    return label, note, name, bytes.fromhex(key_id), base64.b64decode(key)


def leaves(label, size):
    """Every leaf of the log, from the bundles that only an auditor may read."""
    found = []
    for number in range(0, size, 256):
        width = min(256, size - number)
        partial = "" if width == 256 else f".p/{width}"
        assert number < 256_000, "a demonstration is smaller"
        bundle = get(f"/log/{label}/tile/entries/{number // 256:03}{partial}", auditor()).content
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            found.append(bundle[2 : 2 + length])
            bundle = bundle[2 + length :]
    assert len(found) == size, (len(found), size)
    return found


def proofs(found):
    """Proofs of some leaves: what `inclusionProof` answers to somebody who knows the event."""
    query = "query ($e: ID!) { inclusionProof(event: $e) { index hashes checkpoint { size note } } }"
    step = max(1, len(found) // SAMPLE)
    for leaf in found[::step][:SAMPLE]:
        event = "event_" + type_id(json.loads(leaf)["id"])
        answer = requests.post(
            DEMO["graphql"], json={"query": query, "variables": {"e": event}}, timeout=10
        ).json()
        assert "errors" not in answer, answer
        proof = answer["data"]["inclusionProof"]
        yield leaf, int(proof["index"]), [base64.b64decode(it) for it in proof["hashes"]], proof


def type_id(uuid):
    """A UUID in the base 32 of TypeIDs."""
    number = int(uuid.replace("-", ""), 16)
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    return "".join(letters[number >> shift & 31] for shift in range(125, -1, -5))


def refuses(check, *wrong):
    """Whether a check refuses what is wrong."""
    try:
        check(*wrong)
    except Exception as error:  # each library has its own
        return type(error).__name__ != "AttributeError"
    return False
