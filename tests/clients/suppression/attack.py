"""Attacks releases with somebody else's solver: all levels and two successive cut-offs at once.

What a release hides must leave at least five values open, and so must the change since the last. The
control hides small counts alone and must fail.
"""

import json
import math
import sys

import highspy

with open(sys.argv[1], encoding="utf-8") as file:
    VECTORS = json.load(file)
LEAST = VECTORS["least"]


def published(release):
    """Groups of cells with the sums that are told of them."""
    cells = release["cells"]
    told = [([cell], shown) for cell, _, shown in cells]
    for group, shown in release["groups"]:
        told.append(([cell for cell, of, _ in cells if of == group], shown))
    told.append(([cell for cell, _, _ in cells], release["total"]))
    return [(members, shown) for members, shown in told if shown is not None]


def without_complements(release):
    """The same truth, where only small counts are hidden."""

    def told(parts):
        counts = [*parts, sum(parts)]
        return None if any(0 < count < LEAST for count in counts) else parts

    truth = [parts for parts, _ in release["truth"]]
    cells = [
        [cell, group, told(parts)]
        for (cell, group, _), parts in zip(release["cells"], truth)
    ]
    groups = {}
    for (_, group, _), parts in zip(cells, truth):
        groups[group] = [a + b for a, b in zip(groups.get(group, [0, 0]), parts)]
    total = [sum(part) for part in zip(*truth)]
    return {
        "total": total,
        "groups": [[group, told(parts)] for group, parts in groups.items()],
        "cells": cells,
        "truth": release["truth"],
    }


class Attack:
    """One part of a table, as equations over whole numbers of persons."""

    def __init__(self, releases, part):
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.column = {}
        for number, release in enumerate(releases):
            for cell, _, _ in release["cells"]:
                self.column[number, cell] = len(self.column)
                self.solver.addVar(0, highspy.kHighsInf)
            for members, shown in published(release):
                columns = [self.column[number, cell] for cell in members]
                ones = [1.0] * len(columns)
                self.solver.addRow(shown[part], shown[part], len(columns), columns, ones)
            # Who is told that a count stayed knows that it is the same.
            for (cell, _, _), (_, is_new) in zip(release["cells"], release["truth"]):
                if number and not is_new:
                    columns = [self.column[0, cell], self.column[number, cell]]
                    self.solver.addRow(0, 0, 2, columns, [1.0, -1.0])

    def bound(self, terms, sense):
        for column in self.column.values():
            self.solver.changeColCost(column, terms.get(column, 0.0))
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return self.solver.getInfo().objective_function_value
        assert status in (
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ), status
        return math.inf if sense == highspy.ObjSense.kMaximize else -math.inf

    def values(self, terms):
        """How many values a sum of cells may have."""
        most = self.bound(terms, highspy.ObjSense.kMaximize)
        least = self.bound(terms, highspy.ObjSense.kMinimize)
        if math.isinf(most) or math.isinf(least):
            return math.inf
        return math.floor(most + 1e-6) - math.ceil(least - 1e-6) + 1


def attacked(releases):
    """How many hidden values were attacked, and those that have too few left."""
    count, found = 0, []
    for part in range(2):
        attack = Attack(releases, part)
        for number, release in enumerate(releases):
            for cell, _, shown in release["cells"]:
                if shown is not None:
                    continue
                column = attack.column[number, cell]
                asked = [{column: 1.0}]
                before = attack.column.get((number - 1, cell))
                is_new = dict(zip([it[0] for it in release["cells"]], release["truth"]))[cell][1]
                if before is not None and is_new:
                    asked.append({column: 1.0, before: -1.0})
                for terms in asked:
                    count += 1
                    values = attack.values(terms)
                    if values < LEAST:
                        found.append((number, cell, part, values))
    return count, found


def single_changes(releases):
    """Cells shown twice whose difference is of too few."""
    last = {cell: shown for cell, _, shown in releases[0]["cells"] if shown}
    found = []
    for cell, _, shown in releases[1]["cells"]:
        if shown and cell in last:
            change = [a - b for a, b in zip(shown, last[cell])]
            counts = [*change, sum(change)]
            if any(0 < abs(count) < LEAST for count in counts):
                found.append((cell, change))
    return found


total, control = 0, 0
for position, table in enumerate(VECTORS["tables"]):
    releases = table["releases"]
    count, found = attacked(releases)
    total += count
    assert not found, f"table {position}: {found}"
    assert not single_changes(releases), f"table {position}: {single_changes(releases)}"
    control += bool(attacked([without_complements(it) for it in releases])[1])
assert total > 100, total
assert control, "without complements nothing was found: the attack is none"
print(f"suppression: {total} hidden values hold; without complements {control} tables fall")
