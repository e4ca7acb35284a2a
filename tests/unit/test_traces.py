"""The search for clear values finds them in every disguise that it names."""

import base64
import json

import pytest

from tests.support.traces import traces

ADDRESS = "花溪区青岩镇龙井村七组"


@pytest.mark.parametrize("value", ["11010519491231002X", "13885012345", "6217000012345600", ADDRESS])
@pytest.mark.parametrize(
    "disguise",
    [
        lambda v: f"before {v} after".encode(),
        lambda v: f'"\\\\x00{v.encode().hex()}ff"'.encode(),
        lambda v: v.encode().hex().upper().encode(),
        lambda v: base64.b64encode(f"ab{v}yz".encode()),
        lambda v: base64.b64encode(f"a{v}".encode()),
        lambda v: base64.b64encode(f"{v}z".encode()),
        lambda v: json.dumps({"deep": [v]}).encode(),
    ],
)
def test_a_value_is_found_in_each_disguise(value, disguise):
    assert traces([value], disguise(value)) == [value]


def test_masked_and_other_values_are_not_found():
    text = "110105********002X 138****2345 **** 5600 花溪区青岩镇**** 13885012346".encode()
    assert traces(["11010519491231002X", "13885012345", "6217000012345600", ADDRESS], text) == []
