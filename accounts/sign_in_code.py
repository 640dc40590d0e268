"""Sign-in by a code sent to a phone or an e-mail address. The account of a citizen opens with the first right code.

Steps and counters are allauth's (AbstractCodeVerificationProcess); what differs is that no account is needed to begin,
so that nobody learns from this page who has one.
"""

import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.acts.open_account import open_account
from accounts.contacts import Contact, ContactKind
from accounts.errors import MessageNotSent, TooManyAttempts
from accounts.selectors import person_reached_by
from core.sealing import seal, unseal

SESSION_KEY = "sign_in_code"


class SignInCode(AbstractCodeVerificationProcess):  # type: ignore[misc]  # allauth ships no types
    """One code on its way, kept in the visitor's session as a keyed hash; the contact beside it is sealed."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        super().__init__(max_attempts=settings.SIGN_IN_CODE_ATTEMPTS, timeout=settings.SIGN_IN_CODE_SECONDS, state=state)
        self.request = request

    @classmethod
    def start(cls, request: HttpRequest, contact: Contact) -> "SignInCode":
        """Send a first code to `contact`.

        Raises:
            TooManyAttempts: too many codes went to this contact or this address.
            MessageNotSent: it could not be handed over.
        """
        process = cls(request, {**cls.initial_state(user=None), "kind": contact.kind.value, "contact": seal(contact.value).decode()})
        process.send()
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> "SignInCode | None":
        """Return the code this visitor waits for; None if there is none or it ran out."""
        state = request.session.get(SESSION_KEY)
        process: SignInCode | None = cls(request, state).abort_if_invalid() if state else None
        return process

    @property
    def contact(self) -> Contact:
        return Contact(ContactKind(self.state["kind"]), unseal(self.state["contact"].encode()))

    @property
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(settings.SIGN_IN_CODE_RESENDS)

    def send(self) -> None:
        """Send a new code and keep its hash. A person of the office gets a message without a code instead."""
        if not ratelimit.consume(self.request, action="sign_in_code_sent", key=self.contact.value):
            raise TooManyAttempts
        person = person_reached_by(self.contact)
        code = "" if person is not None and person.signs_in_with_password else get_adapter().generate_login_code()
        self._deliver(code)
        self.state["digest"] = _digest(code) if code else ""
        self.state["at"] = time.time()
        self.persist()

    def resend(self) -> None:
        """Send another code; the one before is void. Raises as `start`."""
        self.record_resend()
        self.send()

    def matches(self, typed: str) -> bool:
        """Return whether `typed` is the code; spaces and dashes in it do not matter.

        Raises:
            TooManyAttempts: too many codes were tried for this contact, whatever the session.
        """
        if not ratelimit.consume(self.request, action="sign_in_code_tried", key=self.contact.value):
            self.abort()
            raise TooManyAttempts
        code = "".join(character for character in typed if character.isdigit())
        return bool(self.state["digest"]) and constant_time_compare(self.state["digest"], _digest(code))

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Sign the owner of the contact in, opening the account if this is the first time; a second factor still follows."""
        contact = self.contact
        person = open_account(contact)
        ratelimit.clear(self.request, action="sign_in_code_tried", key=contact.value)
        self.abort()
        record_authentication(self.request, person, method="code")  # kept in the session: without the contact
        response: HttpResponse = perform_login(self.request, Login(user=person, redirect_url=redirect_url))
        return response

    def persist(self) -> None:
        self.request.session[SESSION_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(SESSION_KEY, None)

    def _deliver(self, code: str) -> None:
        adapter = get_adapter()
        if self.contact.kind is ContactKind.PHONE:
            if code:
                adapter.send_verification_code_sms(user=None, phone=self.contact.value, code=code)
            else:
                adapter.send_unknown_account_sms(self.contact.value)
            return
        template = "account/email/login_code" if code else "account/email/staff_account"
        try:
            adapter.send_mail(template, self.contact.value, {"code": code, "minutes": settings.SIGN_IN_CODE_SECONDS // 60})
        except (OSError, SMTPException) as error:
            raise MessageNotSent from error


def _digest(code: str) -> str:
    return salted_hmac("accounts.sign_in_code", code, algorithm="sha256").hexdigest()
