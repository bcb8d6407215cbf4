"""The whole tree built again from its leaves by pymerkle: its root is the one that was signed."""

import base64

from auditor import leaves, log
from pymerkle import InmemoryTree

label, note, *_ = log()
origin, size, root = note.split("\n")[:3]
found = leaves(label, int(size))


def root_of(entries):
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return tree.get_root()


assert root_of(found) == base64.b64decode(root), "the leaves have another root"
tampered = [found[0].replace(b'"v":"1"', b'"v":"2"'), *found[1:]]
assert tampered[0] != found[0] and root_of(tampered) != base64.b64decode(root)
print(f"pymerkle: the root over {size} leaves of {origin}; another with a leaf tampered with")
