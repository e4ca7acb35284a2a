from backend.platform.errors import declare

TAMPERED = declare(
    "evidence.tampered",
    500,
    zh="文件内容与登记的摘要不一致,已停止使用",
    en="The file no longer matches its recorded hash and is not handed out",
)
MISSING = declare("evidence.missing", 500, zh="登记的文件不存在", en="The recorded file is missing")
