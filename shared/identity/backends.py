"""Sign-in with user name and password, at the entity of the host and nowhere else."""

from typing import Any

from django.http import HttpRequest

from backend.platform.tenancy import current_entity

from . import factors
from .models import Account


class EntityBackend:
    """Accounts of other entities do not exist for this host, whatever their password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Account | None:
        if not username or not password:
            return None
        account = Account.objects.filter(entity_code=current_entity().code, username=username).first()
        if account is None:
            Account().set_password(password)  # as slow as a real check: the time must not tell who exists
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, account_id: int) -> Account | None:
        mine = Account.objects.filter(pk=account_id, is_active=True, entity_code=current_entity().code)
        return factors.told_with(mine).first()
