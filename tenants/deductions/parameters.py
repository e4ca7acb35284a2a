"""What a bank sets of its files."""

from backend.platform.parameters import Group, Kind, declare_parameter

MOST_ROWS = declare_parameter(
    "deductions.most_rows",
    zh="批量扣款文件最多行数",
    en="Rows in a file of deductions",
    group=Group("批量扣款", "Deductions"),
    kind=Kind.INTEGER,
    default=200_000,
    unit="行",
    unit_en="rows",
    minimum=1,
    maximum=500_000,
    help_zh="超过此数的扣款文件须拆分后上传。",
    help_en="A file with more rows has to be divided before it is uploaded.",
).code
