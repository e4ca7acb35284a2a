"""The volume of a province: its opening book, and how long a night over it takes. Never part of production."""
