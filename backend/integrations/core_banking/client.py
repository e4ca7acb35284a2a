"""Asking core banking to pay, and asking what became of a payment.

Whatever is not a clear answer is UNKNOWN: a timeout, a broken connection, a 500, an answer about
another payment. UNKNOWN is resolved by `inquire`, never by a new request number.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self
from urllib.parse import quote

import httpx
from django.conf import settings

from backend.platform.api.context import correlation_id
from backend.platform.observability.metrics import CORE_BANKING
from backend.platform.tenancy.entity import open_business_transaction

logger = logging.getLogger(__name__)
REFUSED = 422


@lru_cache(maxsize=8)
def _http(url: str, timeout: float) -> httpx.Client:
    """One client for the process: making its TLS context costs more than a call.

    Connections are not kept, so that a restarted core banking system is simply called anew. The proxies
    of the environment lead out of the bank: core banking is never behind one.
    """
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(base_url=url, timeout=timeout, trust_env=False, limits=limits)


class OutcomeStatus(StrEnum):
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    UNKNOWN = "UNKNOWN"
    NOT_FOUND = "NOT_FOUND"  # inquiries only: core banking never accepted the request number


@dataclass(frozen=True)
class Outcome:
    """What core banking said: `reference` with SUCCESS, `reason` with FAILURE and UNKNOWN."""

    status: OutcomeStatus
    reference: str = ""
    reason: str = ""


class CallInsideTransactionError(RuntimeError):
    """An outside call while a database transaction is open: its locks would wait for another system."""


@dataclass(frozen=True)
class CoreBanking:
    """Core banking at a URL; `timeout` in seconds for connecting and for each answer."""

    url: str
    timeout: float

    @classmethod
    def from_settings(cls) -> Self:
        return cls(settings.CORE_BANKING_URL, settings.CORE_BANKING_TIMEOUT_SECONDS)

    def pay(
        self, *, request_no: str, entity: str, account_no: str, amount: Decimal, callback_url: str = ""
    ) -> Outcome:
        """Credit the account. The same request number may be sent again: it is paid once."""
        body = {
            "request_no": request_no,
            "entity": entity,
            "account_no": account_no,
            "amount": str(amount),
            "callback_url": callback_url,
        }
        outcome = self._ask("POST", "/payments", request_no, amount, body)
        if outcome.status is OutcomeStatus.NOT_FOUND:
            return Outcome(OutcomeStatus.UNKNOWN, reason="core banking has no such service")
        return outcome

    def inquire(self, *, request_no: str, amount: Decimal) -> Outcome:
        """What became of the payment; NOT_FOUND only when core banking itself says so."""
        return self._ask("GET", f"/payments/{quote(request_no, safe='')}", request_no, amount)

    def _ask(
        self, method: str, path: str, request_no: str, amount: Decimal, body: dict[str, str] | None = None
    ) -> Outcome:
        outcome = self._answer_to(method, path, request_no, amount, body)
        CORE_BANKING.labels(outcome.status.value).inc()
        logger.info("core banking %s %s: %s", method, request_no, outcome.status.value)
        return outcome

    def _answer_to(
        self, method: str, path: str, request_no: str, amount: Decimal, body: dict[str, str] | None
    ) -> Outcome:
        if open_business_transaction():
            raise CallInsideTransactionError(f"{method} {path} inside a database transaction")
        try:
            headers = {"X-Correlation-ID": correlation_id()}
            response = _http(self.url, self.timeout).request(method, path, json=body, headers=headers)
        except httpx.HTTPError as error:
            logger.warning("core banking did not answer %s %s: %s", method, request_no, type(error).__name__)
            return Outcome(OutcomeStatus.UNKNOWN, reason=type(error).__name__)
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            return Outcome(
                OutcomeStatus.UNKNOWN, reason=f"HTTP {response.status_code} without a readable answer"
            )
        if response.status_code == REFUSED:
            return Outcome(OutcomeStatus.FAILURE, reason=str(answer.get("reason") or "refused")[:200])
        if response.status_code in (200, 202, 404):
            return outcome_of(answer, request_no=request_no, amount=amount)
        logger.warning("core banking answered %s about %s", response.status_code, request_no)
        return Outcome(OutcomeStatus.UNKNOWN, reason=f"HTTP {response.status_code}")


def outcome_of(answer: Mapping[str, Any], *, request_no: str, amount: Decimal) -> Outcome:
    """An answer's meaning, whichever way it came; one about another payment is none."""
    status = answer.get("status")
    if answer.get("request_no") != request_no or answer.get("amount", str(amount)) != str(amount):
        logger.error("core banking answered %s about another payment: %.200s", request_no, dict(answer))
        return Outcome(OutcomeStatus.UNKNOWN, reason="the answer is about another payment")
    if status == OutcomeStatus.SUCCESS and answer.get("reference"):
        return Outcome(OutcomeStatus.SUCCESS, reference=str(answer["reference"])[:60])
    if status == OutcomeStatus.FAILURE:
        return Outcome(OutcomeStatus.FAILURE, reason=str(answer.get("reason") or "refused")[:200])
    if status == OutcomeStatus.NOT_FOUND:
        return Outcome(OutcomeStatus.NOT_FOUND)
    return Outcome(OutcomeStatus.UNKNOWN, reason=f"core banking says {status!s:.40}")
