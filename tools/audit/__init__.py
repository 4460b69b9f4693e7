"""Audit of the dependencies: hashes, licences, wheels for each platform, imports, known vulnerabilities. ``make audit`` runs it."""
