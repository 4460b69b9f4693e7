"""One datum from source to finding, told by function names."""
