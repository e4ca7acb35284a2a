"""What the officer of a contract is told."""

from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify
from backend.platform.masking import mask_name
from backend.platform.permissions import Actor
from tenants.organisation import selectors as organisation

from .models import LoanContract

SIGNED = declare_notice(
    "contracts.signed",
    name_zh="合同签署完成",
    name_en="Contract signed",
    zh="合同 {contract_no}({customer})各方已签署,可发起出账",
    en="Contract {contract_no} ({customer}) is signed by all: it may be drawn on",
)


def signed_tell(actor: Actor, row: LoanContract) -> None:
    """Tell the officer that the last signature is there."""
    notify(
        SIGNED,
        to=organisation.accounts_of_staff(row.officer_id, row.created_by),
        path=f"/contracts/{row.pk}",
        params={"contract_no": row.contract_no, "customer": mask_name(row.customer.name)},
        by=actor,
    )
