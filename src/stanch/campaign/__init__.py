"""The campaign as a record: who did what and how fast, who stands where, what pushes and what relieves.

`track` lists actions, `response` measures how long states took, `positions` and `blocs` show where they stand and split, `ledger` sets
pressure beside relief, `conditions` follows what was promised in exchange for what.
"""
