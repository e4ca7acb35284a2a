"""The computing kernel: pure functions, no framework, no database, no network, no clock."""
