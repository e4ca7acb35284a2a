"""The code lists of the customers' files."""

from backend.platform.dictionaries import Keeper, declare_dictionary

OCCUPATION = declare_dictionary(
    "customers.occupation",
    zh="职业",
    en="Occupations",
    keeper=Keeper.BANK,
    entries=[
        ("CROP_FARMING", "种植业", "Crop farming"),
        ("LIVESTOCK", "养殖业", "Livestock farming"),
        ("TEA", "茶叶种植", "Tea growing"),
        ("TOBACCO", "烤烟种植", "Tobacco growing"),
        ("FRUIT", "林果种植", "Fruit growing"),
        ("GRAIN_OIL", "粮油加工", "Grain and oil processing"),
        ("SELF_EMPLOYED", "个体经营", "Self-employed"),
        ("CATERING", "餐饮服务", "Catering"),
        ("ONLINE_SALES", "电商经营", "Online sales"),
        ("TRANSPORT", "货运司机", "Lorry driver"),
        ("CONSTRUCTION", "建筑工", "Construction worker"),
        ("EMPLOYEE", "企业职工", "Employee"),
        ("TEACHER", "教师", "Teacher"),
        ("HEALTH_CARE", "医护人员", "Health care"),
        ("CIVIL_SERVANT", "公职人员", "Public service"),
        ("RETIRED", "退休", "Retired"),
        ("OTHER", "其他", "Other"),
    ],
).code
