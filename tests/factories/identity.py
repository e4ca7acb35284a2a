"""People with an authenticator app in their hands."""

from dataclasses import dataclass

import pyotp

from backend.platform import clock
from shared.identity import factors
from shared.identity.models import Account, SecondFactor
from tests import world


@dataclass
class Authenticator:
    """An authenticator app that holds one secret."""

    secret: str

    def code(self, half_minutes: int = 0) -> str:
        """The code shown now, or so many half minutes later."""
        totp = pyotp.TOTP(self.secret)
        return totp.generate_otp(totp.timecode(clock.now()) + half_minutes)

    @property
    def wrong_code(self) -> str:
        """Six digits that are none of the codes near the present."""
        near = {self.code(n) for n in range(-3, 4)}
        return next(code for n in range(10) if (code := f"{n:06d}") not in near)


def make_second_factor(username: str, host: str = world.BANK_A) -> tuple[Authenticator, list[str]]:
    """Give an account a second factor in force: the app, and the recovery codes."""
    account = Account.objects.get(entity_code=host, username=username)
    app = Authenticator(pyotp.random_base32())
    now = clock.now()
    SecondFactor.objects.create(account=account, secret=app.secret, created_at=now, confirmed_at=now)
    return app, factors.recovery_codes_renew(account)
