"""Writes what belongs to a model of a bank's app, in the style of the house: see docs/adding-a-model.md."""
