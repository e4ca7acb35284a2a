"""The demo's data: people, products and loans that look real, made by the same services as real ones."""
