"""Who is this? Names, identifiers and dates compared, with a reason for each point of the score.

`model` holds the records, `index.build(entities)` makes an `Index`, `Index.search(query)` answers with `Match` records. A match
is not a hit: what a match means for a payment is decided one room further up, in `stanch.screening`.
"""
