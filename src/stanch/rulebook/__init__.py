"""May this happen, on this day, by which paragraph? The law as data, and the one function that answers from it."""
