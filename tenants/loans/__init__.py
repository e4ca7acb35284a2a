"""Drawdowns, loan accounts, schedules, repayments and the night's statements over them."""
