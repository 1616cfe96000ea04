"""Whom to tell about an organisation: its clerks; where that did not help, its head, or those above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import CHANNELS, Contact
from huizong.telling.message import NO_CHANNEL, Address


def clerks_of(catalogue: Catalogue, organisation: str) -> tuple[Address, ...]:
    """Everybody who sends the organisation's reports, each by the first channel that messages go by.

    An organisation without such a contact gets an address that says so, and its head, if it has one, is told instead.
    """
    return _reachable(_of(catalogue, organisation, "clerk")) or _reachable(_of(catalogue, organisation, "head")) or (_nobody(organisation),)


def above(catalogue: Catalogue, organisation: str) -> tuple[Address, ...]:
    """The organisation's head; without one whoever can be reached of the organisation above it, and so on up to the county.

    Who is reminded as the organisation's clerk has heard of it and is left out; nobody, where there is only he.
    """
    told = {(one.channel, one.address) for one in clerks_of(catalogue, organisation)}
    anybody = False
    for code, role in _upwards(catalogue, organisation):
        ways = _reachable(_of(catalogue, code, role))
        if found := tuple(one for one in ways if (one.channel, one.address) not in told):
            return found
        anybody = anybody or bool(ways)
    return () if anybody else (_nobody(organisation),)


def engineers(catalogue: Catalogue) -> tuple[Address, ...]:
    """Who runs the system; without one the county's own contacts."""
    of_all = _reachable([contact for contact in catalogue.contacts if contact.role == "engineer"])
    return of_all or clerks_of(catalogue, catalogue.county.code)


def _upwards(catalogue: Catalogue, organisation: str) -> Iterator[tuple[str, str]]:
    """The organisation's head, then head and clerk of each one above it, as organisation and role."""
    yield organisation, "head"
    code = catalogue.organisation(organisation).parent
    while code is not None:
        yield code, "head"
        yield code, "clerk"
        code = catalogue.organisation(code).parent


def _of(catalogue: Catalogue, organisation: str, role: str) -> list[Contact]:
    return [contact for contact in catalogue.contacts if contact.organisation == organisation and contact.role == role]


def _reachable(contacts: Sequence[Contact]) -> tuple[Address, ...]:
    return tuple(dict.fromkeys(_first_ways(contacts)))


def _first_ways(contacts: Sequence[Contact]) -> Iterator[Address]:
    """One address a person: who has two is not told twice."""
    told = set[str]()
    for contact in contacts:
        if contact.channel in CHANNELS and contact.address and contact.name not in told:
            told.add(contact.name)
            yield Address(contact.channel, contact.address, contact.name)


def _nobody(organisation: str) -> Address:
    return Address(NO_CHANNEL, organisation, "")
