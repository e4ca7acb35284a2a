"""Files of money to be taken for many loans at once (批量扣款)."""
