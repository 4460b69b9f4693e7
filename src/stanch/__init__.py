"""stanch: sanctions enforcement that does not leak."""
