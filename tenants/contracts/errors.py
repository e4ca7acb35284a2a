from backend.platform.errors import declare

ALREADY_EXISTS = declare(
    "contracts.already_exists",
    409,
    zh="该申请已有合同 {contract_no}",
    en="The application already has the contract {contract_no}",
)
NOT_PRINTABLE = declare(
    "contracts.not_printable",
    422,
    zh="合同内容含有字库没有的字符,无法生成",
    en="The contract holds a character that the fonts do not have",
)
ACCOUNT_INVALID = declare(
    "contracts.account_invalid", 422, zh="账号应为 10 至 25 位数字", en="10 to 25 digits"
)
ALREADY_SIGNED = declare("contracts.already_signed", 409, zh="该方已签署", en="This party has signed already")
BORROWER_FIRST = declare(
    "contracts.borrower_first", 409, zh="请先由借款人签署", en="The borrower signs before the bank does"
)
SAME_PERSON = declare(
    "contracts.same_person",
    403,
    zh="合同经办人不得代表行社签署",
    en="Whoever prepared the contract may not sign it for the bank",
)
TERMS_DIFFER = declare(
    "contracts.terms_differ",
    409,
    zh="合同要素与批复不一致({differences})",
    en="The contract does not state what was approved ({differences})",
)
IN_USE = declare(
    "contracts.in_use",
    409,
    zh="合同已有出账,不能作废",
    en="The contract has been drawn on and cannot be made void",
)
