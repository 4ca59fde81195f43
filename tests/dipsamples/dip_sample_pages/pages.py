"""What the tests of a dip sample's pages ask for, send and read."""

from django.urls import reverse

from dipsamples.models import DipSample

BY_THE_PAGE = {"Accept": "application/json"}
SECRET = "The index was never checked"


def of(dip_sample, name="detail") -> str:
    return reverse(f"dipsamples:dip_sample_{name}", args=[dip_sample.pk])


def now(dip_sample) -> DipSample:
    return DipSample.objects.with_facts().get(pk=dip_sample.pk)


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def complete(**fields) -> dict[str, str]:
    return {f"q{number}-outcome": "fully_met" for number in range(9, 18)} | {"version": "0"} | fields
