from backend.platform.errors import declare

NOT_A_LIST = declare(
    "desk.export_not_a_list", 422, zh="这不是可以导出的列表", en="This is no list that can be exported"
)
UNKNOWN_COLUMN = declare(
    "desk.export_unknown_column", 422, zh="列表没有这一列", en="The list has no such column"
)
TOO_MANY_ROWS = declare(
    "desk.export_too_many_rows",
    422,
    zh="符合条件的记录超过 {most} 行,请缩小条件后分次导出",
    en="More than {most} rows match: narrow the conditions and export in parts",
)
DAILY_QUOTA = declare(
    "desk.export_quota",
    429,
    zh="今日导出已达 {quota} 次,请明日再试",
    en="You have exported {quota} times today: try again tomorrow",
)
NOT_CANCELLABLE = declare(
    "desk.export_not_open", 409, zh="导出已结束,不能取消", en="The export has ended and cannot be cancelled"
)
NO_FILE = declare(
    "desk.export_no_file",
    409,
    zh="该导出没有可下载的文件(未完成或已过期)",
    en="This export has no file: it is not done, or has expired",
)
FILE_DAMAGED = declare(
    "desk.export_file_damaged",
    409,
    zh="文件校验不符或已丢失,请重新导出",
    en="The file is damaged or gone: export again",
)
ACCOUNT_GONE = declare(
    "desk.export_account_gone",
    409,
    zh="申请人的账号已停用",
    en="The account that asked for it is no longer active",
)
RIGHT_GONE = declare(
    "desk.export_right_gone",
    403,
    zh="申请人已没有查看或导出该列表的权限",
    en="The person may no longer see or export this list",
)
INTERRUPTED = declare(
    "desk.export_interrupted",
    409,
    zh="生成多次中断,请重新导出或联系运维",
    en="It was interrupted several times: export again, or ask operations",
)
