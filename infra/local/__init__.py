"""Everything a developer's machine needs to run the system: tools, servers, demo and checks.

The package uses the standard library only, because its first step runs on the system's
Python before a single dependency has been installed.
"""
