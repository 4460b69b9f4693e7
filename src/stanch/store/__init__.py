"""All SQL of stanch: SQLite by default, PostgreSQL by URL, one module for each kind of record.

    with open_store(settings.store_url) as store:   # one unit of work: all of it is kept, or none
        claims.add(store, new_claims)

Rows are added, seldom changed: what was decided yesterday can be replayed today. Only SQL that SQLite and PostgreSQL share is
used; the two exceptions, `Store.add_new` and `Store.serialise`, live in ``store/base.py``.
"""

from stanch.store.base import Database, Store, connect, metadata, open_store

__all__ = ["Database", "Store", "connect", "metadata", "open_store"]
