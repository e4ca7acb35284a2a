"""The one way to write an endpoint: see `operations.Endpoint`, `query` and `command`."""
