"""Travel times of the plain town: Dijkstra's algorithm on lists, nothing kept up to date."""

import heapq

LONGEST_LOOK_MS = 90 * 60_000
"""Nobody looks farther than an hour and a half from the street at home to the facility."""


class Streets:
    """The streets of one mode, with the points that stand on them."""

    def __init__(self, network):
        self.ahead = {}
        for tail, head, ms in zip(*(part.tolist() for part in network.arcs()), strict=True):
            self.ahead.setdefault(tail, []).append((head, ms))
        self.node = network.point_node.tolist()
        self.leg = network.point_leg_ms.tolist()
        self.fixed = network.profile.fixed_ms
        self._known = {}

    def times(self, start):
        """Return the milliseconds to every node that can be reached from a node."""
        if start in self._known:
            return self._known[start]
        best, queue = {}, [(0, start)]
        while queue:
            ms, node = heapq.heappop(queue)
            if node in best:
                continue
            best[node] = ms
            for head, more in self.ahead.get(node, ()):
                if head not in best:
                    heapq.heappush(queue, (ms + more, head))
        self._known[start] = best
        return best

    def closest(self, home, facilities, count):
        """Return ``(milliseconds, facility)`` of the closest facilities of a home point.

        Equally close ones come in the order of their rows.
        """
        if self.node[home] < 0:
            return []
        times, found = self.times(self.node[home]), []
        for facility in facilities:
            node = self.node[facility.point]
            if node in times:
                way = times[node] + self.leg[facility.point]
                if way <= LONGEST_LOOK_MS:
                    found.append((way, facility.row, facility))
        own = self.leg[home] + self.fixed
        return [(way + own, facility) for way, _, facility in sorted(found)[:count]]
