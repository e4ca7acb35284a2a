"""The night of one bank: a readable plan, and an engine whose truth is rows."""
