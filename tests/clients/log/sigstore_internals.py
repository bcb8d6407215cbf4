"""Checkpoint and inclusion by what sigstore checks Rekor with. These are its internals: the version
is pinned, and what is missing in it is a failure here."""

from types import SimpleNamespace

from auditor import SAMPLE, leaves, log, proofs, refuses
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore.errors import VerificationError

label, note, name, key_id, key = log()
assert key[0] == 1, "Ed25519"


class Keyring:
    """The auditor's one key."""

    public = Ed25519PublicKey.from_public_bytes(key[1:])

    def verify(self, *, key_id, signature, data):
        try:
            self.public.verify(signature, data)
        except Exception as error:
            raise VerificationError("wrong signature") from error


def check_note(text):
    signed = SignedCheckpoint.from_text(text)
    signed.signed_note.verify(Keyring(), key_id)
    return signed.checkpoint


checkpoint = check_note(note)
assert checkpoint.origin == name
assert refuses(check_note, note.replace(f"\n{checkpoint.log_size}\n", f"\n{checkpoint.log_size + 1}\n"))


def check(leaf, index, hashes, head):
    inclusion = SimpleNamespace(
        log_index=index, tree_size=head.log_size, hashes=hashes, root_hash=bytes.fromhex(head.log_hash)
    )
    entry = SimpleNamespace(inclusion_proof=inclusion, canonicalized_body=leaf)
    verify_merkle_inclusion(SimpleNamespace(_inner=entry))


checked = 0
for leaf, index, hashes, proof in proofs(leaves(label, checkpoint.log_size)):
    head = check_note(proof["checkpoint"]["note"])
    check(leaf, index, hashes, head)
    tampered = leaf.replace(b'"v":"1"', b'"v":"2"')
    assert tampered != leaf and refuses(check, tampered, index, hashes, head)
    assert refuses(check, leaf, index, [*hashes[1:], hashes[0]], head)
    checked += 1
assert checked == SAMPLE, checked
print(f"sigstore: the checkpoint of {name} and {checked} leaves; refuses tampered ones")
