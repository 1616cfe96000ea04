"""Mail by the SMTP server of one Airflow connection."""

from __future__ import annotations

import smtplib
from html import escape

from airflow.providers.smtp.hooks.smtp import SmtpHook
from airflow.sdk.exceptions import AirflowException

from huizong.telling.message import ChannelError, Message, RefusedError, RouteDownError, TryAgainError, UnansweredError

CONNECTION = "huizong_smtp"
_GONE_FOR_GOOD = 500  # replies of a mail server from here on are final


class OneTry(SmtpHook):
    """The provider's hook without its own tries: the ledger knows when to try again, and nothing is handed over twice."""

    @property
    def smtp_retry_limit(self) -> int:
        """None beyond the first."""
        return 0


class Mail:
    """Sends messages as mail; one connection to the server for all of them."""

    def __init__(self, connection: str = CONNECTION) -> None:
        self._connection = connection
        self._hook: OneTry | None = None

    def send(self, message: Message) -> None:
        """One mail to one address. Raises ChannelErrors."""
        address = message.address
        if not address.isascii() or address.count("@") != 1 or any(c in address for c in " ,;\r\n"):
            raise RefusedError("the contact's address is no mail address: see contacts.csv")
        hook = self._open()
        body = "<br>\n".join(escape(line) for line in message.content.splitlines())
        try:
            hook.send_email_smtp(
                to=address,
                subject=message.subject,
                html_content=f'<p lang="zh-CN">{body}</p>',
                custom_headers={"Auto-Submitted": "auto-generated"},
            )
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refusal("the recipient", code, said) from error
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise RouteDownError(f"the mail server refuses our sender: {error.smtp_code} {_text(error.smtp_error)}") from error
        except smtplib.SMTPResponseException as error:
            raise _refusal("the message", error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise UnansweredError(f"the mail server broke off while it was given the message ({type(error).__name__})") from error

    def close(self) -> None:
        """Leave the server, if it is still there."""
        hook, self._hook = self._hook, None
        if hook is not None:
            hook.__exit__(None, None, None)

    def _open(self) -> OneTry:
        if self._hook is None:
            hook = OneTry(self._connection)
            try:
                hook.get_conn()
            except smtplib.SMTPResponseException as error:
                raise RouteDownError(
                    f"the mail server of {self._connection} refuses: {error.smtp_code} {_text(error.smtp_error)}"
                ) from error
            except (AirflowException, smtplib.SMTPException, OSError, RuntimeError) as error:
                raise RouteDownError(f"the mail server of the Airflow connection {self._connection} can't be used: {error}") from error
            self._hook = hook
        return self._hook


def _refusal(what: str, code: int, said: bytes | str) -> ChannelError:
    told = f"the mail server refuses {what}: {code} {_text(said)}"
    return RefusedError(told) if code >= _GONE_FOR_GOOD else TryAgainError(told)


def _text(said: bytes | str) -> str:
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else said)[:200]
