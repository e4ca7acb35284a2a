"""What the night tells the province."""

from backend.platform.records.event_kinds import declare_event

CHANGED = declare_event(
    "endofday.night_changed.v1",
    zh="日终状态变化",
    en="A night began, stopped, failed, went on or ended",
    payload={
        "business_on": "date",
        "next_business_on": "date",
        "state": "string",
        "started_at": "instant?",
        "finished_at": "instant?",
        "business_date": "date",
        "failed_step": "string?",
        "failed_code": "string?",
        "error": "string?",
        "error_en": "string?",
        "outstanding": "decimal?",
    },
)
"""`business_date` is the date that the bank has now; `failed_step`, `failed_code` and the error in both
languages come with a failure, `outstanding` (the principal of all loans, in yuan) with a night that is done."""
