"""The documents of the API: for signed-in people of either face, readable without another host."""

import re

import pytest
from django.contrib.staticfiles import finders

from tests.support.api import Api
from tests.support.documents import parsed

PEOPLE = {"bank": "auditor", "province": "province:auditor"}


OWN = {"bank": "/api/v1/loans", "province": "/api/v1/entities"}


@pytest.mark.parametrize(("face", "other"), [("bank", "province"), ("province", "bank")])
def test_each_face_serves_its_own_document(api, face, other):
    answer = api(PEOPLE[face]).raw("get", "/api/v1/schema")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/yaml; charset=utf-8")
    served = parsed(answer.content)
    assert OWN[face] in served["paths"]
    assert OWN[other] not in served["paths"]
    assert {tag["name"]: tag["x-displayName"] for tag in served["tags"]}["session"] == "登录与会话"


def test_the_summaries_come_in_either_language(api):
    def told(**query):
        answer = api("auditor").raw("get", "/api/v1/schema", data=query)
        operation = parsed(answer.content)["paths"]["/api/v1/loans"]["get"]
        return operation["summary"], operation["description"].partition("\n")[0]

    assert told() == told(language="en") == ("List loans", "查询借据")
    assert told(language="zh") == ("查询借据", "List loans")
    assert api("auditor").raw("get", "/api/v1/schema", data={"language": "fr"}).status_code == 422


@pytest.mark.parametrize("path", ["/api/v1/schema", "/api/docs"])
def test_nobody_reads_without_signing_in(api, path):
    assert Api("b001").raw("get", path).status_code == 401


@pytest.mark.parametrize("face", PEOPLE)
def test_the_page_runs_nothing_of_its_own_and_asks_no_other_host(api, face):
    answer = api(PEOPLE[face]).raw("get", "/api/docs")

    page, policy = answer.content.decode(), answer["Content-Security-Policy"]
    assert "接口文档" in page
    assert re.findall(r'(?:src|href|spec-url)="([^"]+)"', page) == [
        "/api/v1/schema?language=zh",
        "/static/drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js",
    ]
    assert re.findall(r"<script[^>]*>([^<]+)", page) == []
    assert "script-src 'self';" in policy
    assert "http" not in policy
    assert finders.find("drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js")
