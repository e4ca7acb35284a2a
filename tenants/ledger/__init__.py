"""Vouchers, entries and balances of one bank: `services.post`, `services.reverse`."""
