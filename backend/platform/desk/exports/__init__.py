"""Any list of a face as a file: the job that makes it runs the list's own declaration (docs/adr/0032)."""
