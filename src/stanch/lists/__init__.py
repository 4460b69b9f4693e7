"""Official lists: one self-contained reader each, and the update that fetches, vets, swaps and keeps every version.

A reader turns raw bytes into `Listing` records. Every element of a source is mapped, ignored by name, or an error with its
line: a list whose layout changed is refused, and the version held before serves on.
"""
