"""Every step of the night has its words in the console: another language never falls back to the Chinese title."""

import re

import pytest

from tenants.endofday.plan import PLAN
from tests.contracts.guards import ROOT


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_of_the_night_has_words(language):
    text = (ROOT / f"frontend/console/src/text/{language}/nightBoard.ts").read_text(encoding="utf-8")
    steps = re.search(r"steps: \{(.*?)\}", text, re.S)
    assert steps
    assert re.findall(r"(\w+): '", steps[1]) == [step.name for step in PLAN]
