"""Screening: who is this, is the party listed on that day, what follows, and a record of every answer.

``screen(engine, party)`` matches, decides (clear, review, hit) with reasons, and names the measures that follow; `audit` keeps
each answer in a log whose entries are chained by hash and can be replayed to the same bytes.
"""
