from backend.platform.errors import declare

VIEW_NAME_TAKEN = declare(
    "desk.view_name_taken",
    409,
    zh="已有同名视图,请换一个名称",
    en="You have a view of this name: choose another",
)
TOO_MANY_VIEWS = declare(
    "desk.too_many_views",
    409,
    zh="一个列表最多保存 {limit} 个视图,请先删除不用的",
    en="A list keeps up to {limit} views: delete one first",
)
TOO_MANY_LAYOUTS = declare(
    "desk.too_many_layouts",
    409,
    zh="最多为 {limit} 个列表保存布局",
    en="Layouts are kept for up to {limit} lists",
)
VIEW_HOLDS_PERSONAL_DATA = declare(
    "desk.view_holds_personal_data",
    422,
    zh="条件中含证件号、手机号或账号,不能保存为视图",
    en="A view may not keep an identity, telephone or account number",
)
