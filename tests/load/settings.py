"""The settings of the benchmarks of volume: those of the tests, on servers that keep what they commit."""

from backend.config.settings.test import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.load"]
EVENT_PAYLOADS_CHECKED = False
