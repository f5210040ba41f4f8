"""The document of the interface: valid, complete, in Chinese, and true of what is answered."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import AuthContext, Case, GenerationMode, openapi
from schemathesis.specs.openapi.schemas import OpenApiSchema

from cixi_ip.setup.steps import BASE
from stats.api.questions import HOW
from stats.api.service import ROUTES, document
from stats.models import Indicator, Observation, Region
from tests.makers import make_break, make_observation, make_user

KEPT = BASE / "docs" / "openapi.json"
EXAMPLES = 20


def described() -> dict[str, Any]:
    return json.loads(json.dumps(document()))


def words(part: object) -> Iterator[str]:
    """Every title, summary and description in a part of the document."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in ("title", "summary", "description") and isinstance(value, str):
                yield value
            yield from words(value)
    elif isinstance(part, list):
        for each in part:
            yield from words(each)


@pytest.mark.django_db
def test_what_is_served_is_made_from_the_code_and_the_same_as_what_is_kept(client: Client):
    client.force_login(make_user("读者"))
    served = client.get("/api/v1/openapi.json").json()
    assert served == described()
    assert served == json.loads(KEPT.read_text()), (
        "重新保存：.venv/bin/python manage.py openapi > docs/openapi.json"
    )


def test_the_command_writes_what_is_kept(capsys: pytest.CaptureFixture[str]):
    call_command("openapi")
    assert capsys.readouterr().out == KEPT.read_text()


def test_the_document_is_valid_and_names_every_operation():
    whole = described()
    assert whole["openapi"] == "3.1.0"
    openapi.from_dict(whole).validate()
    routes = {
        f"/api/v1/{str(route.pattern).replace('<', '{').replace('>', '}')}" for route in ROUTES
    }
    assert set(whole["paths"]) == routes - {"/api/v1/"}
    assert len(whole["paths"]) == 8
    assert all(set(methods) == {"get"} for methods in whole["paths"].values())
    assert all(
        methods["get"]["security"] == [{"SessionAuth": []}] for methods in whole["paths"].values()
    )


def test_the_document_speaks_chinese_and_names_no_host():
    whole = described()
    shapes = whole["components"]["schemas"]
    assert [said for said in words(whole) if not re.search("[一-鿿]", said)] == []
    assert not re.search("https?://", json.dumps(whole))
    assert whole["servers"] == [{"url": "/", "description": "本系统"}]
    for shape in shapes.values():
        assert [
            name
            for name, one in shape["properties"].items()
            if "title" not in one and "$ref" not in one
        ] == []


def test_what_is_said_of_a_misread_parameter_is_there_for_each():
    operations = [methods["get"] for methods in described()["paths"].values()]
    asked = {one["name"]: one["description"] for each in operations for one in each["parameters"]}
    assert asked == HOW


def test_every_operation_tells_how_it_may_refuse():
    for path, methods in described()["paths"].items():
        answers = set(methods["get"]["responses"])
        assert answers == {"200", "302", "304", "403", "422"} | ({"404"} if "{" in path else set())


# Whatever is asked, the answers are those the document describes


@pytest.fixture
def application() -> Iterator[WSGIHandler]:
    """The site as a server calls it, but on the test's own connection, in its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def figures(db: None) -> None:
    make_break("patent.granted")
    for year in range(2019, 2023):
        make_observation(year, year=year)
    make_observation(None, code="trademark.valid", region="330282", status="L")
    make_observation(2023, based_on=1, revision_kind="更正", reason="原数有误")


def with_codes(whole: dict[str, Any]) -> dict[str, Any]:
    """The document with the codes and numbers there are, so that what is asked finds something."""
    known = {
        model: list(model.objects.values_list(name, flat=True))
        for model, name in ((Indicator, "code"), (Region, "code"), (Observation, "pk"))
    }
    for path, methods in whole["paths"].items():
        one = Indicator if "indicators" in path else Region
        models = {"indicator": Indicator, "region": Region, "code": one, "id": Observation}
        for parameter in methods["get"]["parameters"]:
            if model := models.get(parameter["name"]):
                described = parameter["schema"]
                described.get("items", described)["enum"] = known[model]
    return whole


def makes_sense(case: Case) -> bool:
    """The one rule a schema cannot state; test_api.py has its refusal."""
    first, last = (case.query.get(name) for name in ("year_from", "year_to"))
    return not (isinstance(first, int) and isinstance(last, int)) or first <= last


@pytest.fixture
def schema(client: Client, application: WSGIHandler, figures: None) -> OpenApiSchema:
    """The document over the site, with the session of somebody who may read."""
    client.force_login(make_user("读者"))
    session = client.cookies["sessionid"].value
    schema = openapi.from_dict(with_codes(described()))
    schema.app = application
    # Without a session the refusal is a way to the login.
    rejection = schema.config.checks.negative_data_rejection
    rejection.expected_statuses = [*rejection.expected_statuses, "302"]

    @schema.auth()
    class Session:
        def get(self, case: Case, context: AuthContext) -> str:
            return session

        def set(self, case: Case, data: str, context: AuthContext) -> None:
            case.cookies = {"sessionid": data}

    return schema


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", sorted(described()["paths"]))
def test_every_answer_is_as_described(schema: OpenApiSchema, path: str, mode: GenerationMode):
    asking = schema[path]["GET"].as_strategy(generation_mode=mode, auth_storage=schema.auth)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(case=asking.filter(makes_sense))
    def asked(case: Case) -> None:
        case.call_and_validate()

    asked()


def test_an_answer_that_is_not_as_described_is_caught(schema: OpenApiSchema):
    counted = schema.raw_schema["components"]["schemas"]["Regions"]["properties"]["count"]
    case = schema["/api/v1/regions"]["GET"].Case()
    schema.auth.set(case, AuthContext(operation=case.operation, app=schema.app))
    counted["type"] = "string"
    with pytest.raises(BaseExceptionGroup) as caught:
        case.call_and_validate()
    assert 'is not of type "string"' in str(caught.value)
