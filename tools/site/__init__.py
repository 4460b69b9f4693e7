"""The documentation site: reference pages written from code and data, then everything built by Sphinx. ``make docs`` runs it."""
