#!/usr/bin/env python3
"""Counts what leans on what in a crate: rooms are the modules right below its root, an arrow is a
`use` or a path from one room to another. Prints arrows, those that run up, and rooms in circles.

An arrow runs up where the rooms cannot be laid out so that it runs down: it is one of those that
have to be taken away until no circle is left (a greedy choice, so at most that many).

    tests/arrows.py registry/src
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

root = Path(sys.argv[1] if len(sys.argv) > 1 else "registry/src")
rooms = {p.stem for p in root.glob("*.rs") if p.stem != "lib"}
arrows = defaultdict(int)

for path in root.rglob("*.rs"):
    room = path.relative_to(root).parts[0].removesuffix(".rs")
    if room not in rooms:
        continue
    text = re.sub(r"//.*", "", path.read_text())
    named = re.findall(r"crate::(\w+)", text)
    for group in re.findall(r"crate::\{(.*?)\};", text, re.S):
        named += re.findall(r"(?:^|[,{]\s*)(\w+)(?=::|,|\s*\}|$)", group.strip())
    for other in named:
        if other in rooms and other != room:
            arrows[room, other] += 1


def circles(edges):
    """Rooms that reach themselves."""
    reach = {room: {to for of, to in edges if of == room} for room in rooms}
    changed = True
    while changed:
        changed = False
        for room in rooms:
            more = set().union(*(reach[to] for to in reach[room])) if reach[room] else set()
            if not more <= reach[room]:
                reach[room] |= more
                changed = True
    return {room for room in rooms if room in reach[room]}


left, up = dict(arrows), []
while circles(left):
    within = circles(left)
    worst = min((n, edge) for edge, n in left.items() if edge[0] in within and edge[1] in within)
    up.append(worst)
    del left[worst[1]]

print(f"{len(rooms)} rooms, {len(arrows)} arrows, {len(up)} run up, "
      f"{len(circles(arrows))} rooms in circles")
for n, (of, to) in sorted(up):
    print(f"  {of} -> {to} ({n})")
