"""The whole tree built again from its leaves by pymerkle: its root is the one that was signed. And
inclusion: what `inclusionProof` answers, put into pymerkle's own form of a proof."""

import base64

from auditor import SAMPLE, leaves, log, proofs
from pymerkle import InclusionProof, InmemoryTree, InvalidProof, verify_inclusion
from pymerkle.hasher import MerkleHasher

label, note, *_ = log()
origin, size, root = note.split("\n")[:3]
found = leaves(label, int(size))


def root_of(entries):
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return tree.get_root()


def tampered(leaf):
    changed = leaf.replace(b'"v":"1"', b'"v":"2"')
    assert changed != leaf
    return changed


assert root_of(found) == base64.b64decode(root), "the leaves have another root"
assert root_of([tampered(found[0]), *found[1:]]) != base64.b64decode(root)


def sides(index, size):
    """On which side each hash of the path of RFC 9162 stands: 1 for left. pymerkle ends with a 0."""
    node, last, bits = index, size - 1, []
    while last:
        if node & 1 or node < last:
            bits.append(node & 1)
        node, last = node >> 1, last >> 1
    return [*bits, 0]


def check(leaf, index, hashes, size, root):
    base = MerkleHasher("sha256").hash_buff(leaf)
    # pymerkle counts leaves from one, and its path begins with the leaf's own hash.
    proof = InclusionProof("sha256", True, size, index + 1, sides(index, size), [base, *hashes])
    verify_inclusion(base, root, proof, index=index + 1, size=size, algorithm="sha256")


def refuses(*wrong):
    try:
        check(*wrong)
    except InvalidProof:
        return True
    return False


checked = 0
for leaf, index, hashes, proof in proofs(found):
    _, size_then, root_then = proof["checkpoint"]["note"].split("\n")[:3]
    head = int(size_then), base64.b64decode(root_then)
    check(leaf, index, hashes, *head)
    assert refuses(tampered(leaf), index, hashes, *head)
    assert refuses(leaf, index, [*hashes[1:], hashes[0]], *head)
    assert refuses(leaf, index ^ 1, hashes, *head)
    checked += 1
assert checked == SAMPLE, checked
print(f"pymerkle: the root over {size} leaves of {origin}, and {checked} leaves; refuses tampered ones")
