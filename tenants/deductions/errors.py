"""Why a file is refused, and why one row of it is."""

from backend.platform.errors import declare

# -- the file -----------------------------------------------------------------------------------------

FILE_KNOWN = declare(
    "deductions.file_known",
    409,
    zh="同一文件已上传过:{file_no}",
    en="The same file was uploaded before: {file_no}",
)
NOT_BASE64 = declare(
    "deductions.not_base64", 422, zh="文件内容不是有效的 Base64", en="The content is not valid Base64"
)
FILE_TOO_LARGE = declare(
    "deductions.file_too_large",
    422,
    zh="文件超过 {most} MB",
    en="The file is larger than {most} MB",
)
UNREADABLE = declare(
    "deductions.unreadable",
    422,
    zh="文件无法读取,须为 CSV(UTF-8 或 GBK 编码)或 XLSX",
    en="The file cannot be read: send CSV (in UTF-8 or GBK) or XLSX",
)
COLUMN_MISSING = declare(
    "deductions.column_missing",
    422,
    zh="首行缺少列:{columns}",
    en="The first line lacks the columns {columns}",
)
NO_ROWS = declare("deductions.no_rows", 422, zh="文件没有数据行", en="The file has no rows")
TOO_MANY_ROWS = declare(
    "deductions.too_many_rows",
    422,
    zh="文件超过 {most} 行,请拆分后上传",
    en="The file has more than {most} rows: divide it",
)
ROWS_REFUSED = declare(
    "deductions.rows_refused",
    422,
    zh="有 {count} 行错误,按所选方式全部未扣",
    en="{count} rows are wrong: nothing was taken, as was asked for",
)
RIGHT_GONE = declare(
    "deductions.right_gone",
    403,
    zh="上传人的账号或批量扣款权限已失效",
    en="Whoever uploaded the file has lost the account or the permission",
)
LOST = declare(
    "deductions.lost",
    500,
    zh="处理进程已 {count} 次中断且无进展",
    en="The work was interrupted {count} times without progress",
)
BROKEN = declare(
    "deductions.broken",
    500,
    zh="处理出错({kind}),日志编号 {correlation}",
    en="The work failed ({kind}); the log has it under {correlation}",
)

# -- a row --------------------------------------------------------------------------------------------

LOAN_UNKNOWN = declare("deductions.loan_unknown", 422, zh="没有这个借据号", en="There is no such loan")
AMOUNT_NOT_NUMBER = declare(
    "deductions.amount_not_a_number", 422, zh="金额不是数字", en="The amount is not a number"
)
AMOUNT_NOT_POSITIVE = declare(
    "deductions.amount_not_positive", 422, zh="金额须大于零", en="The amount must be greater than zero"
)
AMOUNT_DECIMALS = declare(
    "deductions.amount_too_many_decimals", 422, zh="金额最多两位小数", en="An amount has two decimals at most"
)
AMOUNT_TOO_LARGE = declare("deductions.amount_too_large", 422, zh="金额过大", en="The amount is too large")
DATE_UNREADABLE = declare("deductions.date_unreadable", 422, zh="日期无效", en="That is no date")
DATE_DIFFERS = declare(
    "deductions.date_differs",
    422,
    zh="日期不是营业日 {business_on}",
    en="The date is not the business date {business_on}",
)
TEXT_TOO_LONG = declare(
    "deductions.text_too_long",
    422,
    zh="借据号或流水号过长",
    en="The loan number or the reference is too long",
)
DUPLICATE_ROW = declare(
    "deductions.duplicate_row", 422, zh="与第 {line} 行重复", en="The same as line {line}"
)
KEY_KNOWN = declare(
    "deductions.key_known",
    422,
    zh="流水号已在文件 {file_no} 第 {line} 行",
    en="The reference stands in line {line} of the file {file_no}",
)
