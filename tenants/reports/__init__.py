"""Standard reports, read from the replica only."""
