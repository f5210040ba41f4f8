"""Where the names and values of a table lead."""

from django.urls import reverse

from stats.year_table import Addresses

ADDRESSES = Addresses(
    indicator=lambda meaning: reverse("indicator", args=[meaning.code]),
    figure=lambda pk: reverse("observation", args=[pk]),
)
