"""Rows that must commit together with business rows, so every schema has its own copy of the tables.

`audit.record` writes who did what, `outbox.emit` what others shall hear of, `idempotency` the answer
that a repeated command gets, `numbers` the numbers of business objects.
"""
