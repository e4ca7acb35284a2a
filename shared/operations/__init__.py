"""The province's console of the night: a copy of every bank's nights, and commands to them."""
