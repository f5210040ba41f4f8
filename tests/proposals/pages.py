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
