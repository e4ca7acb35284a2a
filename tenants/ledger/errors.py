from backend.platform.errors import declare

ALREADY_REVERSED = declare(
    "ledger.already_reversed",
    409,
    zh="传票 {voucher_no} 已冲正",
    en="Voucher {voucher_no} is already reversed",
)
IS_A_REVERSAL = declare(
    "ledger.is_a_reversal",
    409,
    zh="冲正传票 {voucher_no} 不能再冲正",
    en="Voucher {voucher_no} is itself a reversal",
)
