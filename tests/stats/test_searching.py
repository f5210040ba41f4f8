"""What may be looked for in a list: neither too long nor too many words."""

import pytest

from stats.filters import TOO_LONG, TOO_MANY
from tests.makers import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/data/", "/registers/enterprises/"])
@pytest.mark.parametrize(
    ("words", "told"),
    [("字" * 101, TOO_LONG), ("字 " * 11, TOO_MANY), ("字 " * 2000, TOO_LONG)],
)
def test_too_much_is_refused_in_words(client, address, words, told):
    client.force_login(make_user("读者"))
    page = client.get(address, {"q": words})
    assert page.status_code == 200
    assert told in page.content.decode()


@pytest.mark.parametrize("address", ["/data/", "/registers/enterprises/"])
def test_ten_words_are_looked_for(client, address):
    client.force_login(make_user("读者"))
    page = client.get(address, {"q": "字 " * 10}).content.decode()
    assert TOO_LONG not in page
    assert TOO_MANY not in page
