"""What tests of the proposals' pages share: who asks, for which address, and what was said."""

from django.test import Client
from django.urls import reverse

from proposals.models import Handling

VALUE = "{{patent.granted@330282-BJ/2022|value}}"
OF_ALL = ("proposal_list", "proposal_register", "figure_search")


def as_(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def path(name: str, handling: Handling | None = None) -> str:
    if name in OF_ALL or handling is None:
        return reverse(name)
    return reverse(name, kwargs={"proposal": handling.proposal_id})


def said(response: object) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def move_path(handling: Handling, name: str) -> str:
    return reverse("proposal_move", kwargs={"proposal": handling.proposal_id, "name": name})


def send(user: object, handling: Handling, name: str, **values: object) -> object:
    """Open the page of a move, fill it in and send it."""
    client, url = as_(user), move_path(handling, name)
    page = client.get(url)
    assert page.status_code == 200, said(client.get(url, follow=True))
    data = {"seen": page.context["form"]["seen"].value(), "confirm": "on"} | values
    return client.post(url, data, follow=True)


def now(handling: Handling) -> str:
    return Handling.objects.get(pk=handling.pk).state
