"""An enterprise is found by what it was called and by the code of an entry merged into it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from stats import actions
from stats.forms.register import EnterpriseField
from stats.models import Enterprise
from tests.makers import make_user
from tests.stats.register_rows import make_enterprise, make_keeper

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged() -> tuple[Enterprise, Enterprise, Enterprise]:
    """The kept one last: the first was merged into the second, that one into the kept."""
    first, second, kept = (make_enterprise(name) for name in ("甲厂", "乙厂", "丙厂"))
    by = make_keeper("科室负责人")
    for one, other in ((first, second), (second, kept)):
        actions.merge_enterprises(by=by, kept=other, dropped=one, reason="同一企业")
    return first, second, kept


def test_the_code_of_a_merged_one_leads_to_the_kept(merged):
    assert {EnterpriseField().clean(one.credit_code) for one in merged} == {merged[-1]}


def test_a_former_name_suggests_the_present_one(merged):
    with pytest.raises(ValidationError, match="您要找的是不是：丙厂？"):
        EnterpriseField().clean("甲厂")


def test_a_search_for_an_old_code_finds_the_kept(merged, client: Client):
    client.force_login(make_user("读者"))
    other = make_enterprise("丁厂")
    for one in merged:
        page = client.get("/registers/enterprises/", {"q": one.credit_code}).content.decode()
        assert "丙厂" in page
        assert other.name not in page
