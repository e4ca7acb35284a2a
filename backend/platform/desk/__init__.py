"""What a person keeps on the desk of one entity: the layout of lists, saved views, notices, exports, what was opened last.

The same for the staff of a bank and of the province, so its tables stand in every schema, as `records` does.
"""
