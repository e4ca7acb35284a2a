from django.db import migrations

# What people used to write, where it is an entry of the dictionary now; other words stay as they stand.
FILL = """
UPDATE customers_customer c SET occupation = known.code
FROM (VALUES ('种植业', 'CROP_FARMING'), ('种植', 'CROP_FARMING'), ('种植户', 'CROP_FARMING'),
             ('养殖业', 'LIVESTOCK'), ('养殖', 'LIVESTOCK'), ('养殖户', 'LIVESTOCK'),
             ('茶叶种植', 'TEA'), ('烤烟种植', 'TOBACCO'), ('林果种植', 'FRUIT'), ('粮油加工', 'GRAIN_OIL'),
             ('个体经营', 'SELF_EMPLOYED'), ('个体户', 'SELF_EMPLOYED'), ('餐饮服务', 'CATERING'),
             ('电商经营', 'ONLINE_SALES'), ('货运司机', 'TRANSPORT'), ('司机', 'TRANSPORT'),
             ('建筑工', 'CONSTRUCTION'), ('企业职工', 'EMPLOYEE'), ('教师', 'TEACHER'),
             ('乡村医生', 'HEALTH_CARE'), ('医护人员', 'HEALTH_CARE'), ('公职人员', 'CIVIL_SERVANT'),
             ('退休', 'RETIRED'), ('其他', 'OTHER')) AS known (words, code)
WHERE c.occupation = known.words
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_reveals"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
