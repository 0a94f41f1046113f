"""Boxes around points on a plane."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.bottom - self.left

    def holds(self, point):
        return self.left <= point.x <= self.right and self.top <= point.y <= self.bottom


def around(points):
    xs = [point.x for point in points]
    ys = [point.y for point in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
