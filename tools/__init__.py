"""Scripts for those who work on stanch; not part of the package."""
