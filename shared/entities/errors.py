from backend.platform.errors import declare

ENTITY_EXISTS = declare(
    "entities.exists", 409, zh="行社代码 {code} 已存在", en="Entity {code} exists already"
)
ENTITY_CODE = declare(
    "entities.code_invalid",
    422,
    zh="行社代码须为 b 加三位数字",
    en="The code is the letter b and three digits",
)
WRONG_STATUS = declare(
    "entities.wrong_status",
    409,
    zh="行社状态为 {status},不能执行",
    en="Not possible while the entity is {status}",
)
