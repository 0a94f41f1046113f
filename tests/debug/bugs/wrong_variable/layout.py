"""Fits drawings onto a sheet."""

from shapes import around


def scale_to_fit(points, width, height, margin=0):
    box = around(points)
    across = (width - 2 * margin) / box.width if box.width else 1
    along = (height - 2 * margin) / box.height if box.height else 1
    return min(across, along)


def is_landscape(points):
    box = around(points)
    return box.width > box.height
