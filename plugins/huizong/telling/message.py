"""A message to one address, and how a channel says that it could not be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

Kind = Literal["reminder", "escalation", "alert"]
NO_CHANNEL = "none"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes. `address` is a mail address, or the name of the connection that holds a group's webhook.

    `channel` is `none` where the catalogue has no address: then `address` is the organisation that can't be reached.
    """

    channel: str
    address: str
    recipient: str


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message as it is raised: `about` is an alert's code and what it is about, `reports` are form/period/reporter."""

    kind: Kind
    to: Address
    subject: str
    content: str
    day: date
    about: str = ""
    organisations: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the ledger that is to be sent now; `attempts` counts this try too."""

    message_id: int
    kind: Kind
    channel: str
    address: str
    recipient: str
    subject: str
    content: str
    attempts: int

    @property
    def route(self) -> str:
        """What fails together: one mail server, or one webhook."""
        return "email" if self.channel == "email" else f"{self.channel}:{self.address}"


class ChannelError(Exception):
    """A message was not delivered; says why without a secret or an address of the network's."""


class RouteDownError(ChannelError):
    """Nothing was handed over, and nothing else can be by this way for now: no connection, a server that is down."""


class TryAgainError(ChannelError):
    """The message was not taken for now: the server is busy, a mailbox is full."""


class RefusedError(ChannelError):
    """The message will never be taken: an address that doesn't exist, a webhook that says no."""


class UnansweredError(ChannelError):
    """It was handed over and no answer came: it may have arrived, so it isn't sent again."""


class Channel(Protocol):
    """One way out; it raises ChannelErrors."""

    def send(self, message: Message) -> None:
        """Deliver the message, once."""
