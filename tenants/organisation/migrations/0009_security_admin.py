"""Banks that are open get the new role, the split actions and the table of incompatible roles.

A bank without roles was never seeded: it gets all of it from the seed.
"""

from django.db import migrations

ADDED = {
    "bank_admin": [
        "access.view",
        "access.manage",
        "access.check",
        "identity.view",
        "identity.manage",
        "identity.check",
    ],
    "auditor": ["access.view", "identity.view"],
    "risk": ["access.view"],
    "branch_head": ["access.view", "access.redelegate"],
    "approver": ["access.redelegate"],
}
ADD = """
UPDATE organisation_role
SET actions = ARRAY(SELECT DISTINCT unnest(actions || %s::varchar[]) ORDER BY 1), version = version + 1
WHERE code = %s
"""
SECURITY_ADMIN = """
INSERT INTO organisation_role (code, name, actions, version, requires_second_factor)
SELECT 'security_admin', '安全管理员', ARRAY['access.check', 'access.manage', 'access.view', 'identity.check', 'identity.manage', 'identity.view', 'organisation.view', 'products.view'], 1, true
WHERE EXISTS (SELECT 1 FROM organisation_role)
ON CONFLICT (code) DO NOTHING
"""
INCOMPATIBLE = """
INSERT INTO organisation_incompatibleroles (first_code, second_code, reason)
SELECT pair.* FROM (VALUES
        ('officer', 'reviewer', '调查与审查分离'),
        ('approver', 'officer', '调查与审批分离'),
        ('branch_head', 'officer', '调查与审批分离'),
        ('disburser', 'officer', '申请放款与审核放款分离'),
        ('officer', 'teller', '业务经办与收付款分离'),
        ('officer', 'risk', '业务经办与风险管理分离'),
        ('approver', 'reviewer', '审查与审批分离'),
        ('branch_head', 'reviewer', '审查与审批分离'),
        ('approver', 'disburser', '审批与放款分离'),
        ('branch_head', 'disburser', '审批与放款分离'),
        ('disburser', 'teller', '审核放款与收付款分离'),
        ('bank_admin', 'security_admin', '管理、安全、审计三权分立'),
        ('auditor', 'bank_admin', '管理、安全、审计三权分立'),
        ('auditor', 'security_admin', '管理、安全、审计三权分立'),
        ('bank_admin', 'officer', '系统管理与审计不得兼任业务岗位'),
        ('bank_admin', 'reviewer', '系统管理与审计不得兼任业务岗位'),
        ('approver', 'bank_admin', '系统管理与审计不得兼任业务岗位'),
        ('bank_admin', 'branch_head', '系统管理与审计不得兼任业务岗位'),
        ('bank_admin', 'disburser', '系统管理与审计不得兼任业务岗位'),
        ('bank_admin', 'teller', '系统管理与审计不得兼任业务岗位'),
        ('bank_admin', 'risk', '系统管理与审计不得兼任业务岗位'),
        ('archivist', 'bank_admin', '系统管理与审计不得兼任业务岗位'),
        ('officer', 'security_admin', '系统管理与审计不得兼任业务岗位'),
        ('reviewer', 'security_admin', '系统管理与审计不得兼任业务岗位'),
        ('approver', 'security_admin', '系统管理与审计不得兼任业务岗位'),
        ('branch_head', 'security_admin', '系统管理与审计不得兼任业务岗位'),
        ('disburser', 'security_admin', '系统管理与审计不得兼任业务岗位'),
        ('security_admin', 'teller', '系统管理与审计不得兼任业务岗位'),
        ('risk', 'security_admin', '系统管理与审计不得兼任业务岗位'),
        ('archivist', 'security_admin', '系统管理与审计不得兼任业务岗位'),
        ('auditor', 'officer', '系统管理与审计不得兼任业务岗位'),
        ('auditor', 'reviewer', '系统管理与审计不得兼任业务岗位'),
        ('approver', 'auditor', '系统管理与审计不得兼任业务岗位'),
        ('auditor', 'branch_head', '系统管理与审计不得兼任业务岗位'),
        ('auditor', 'disburser', '系统管理与审计不得兼任业务岗位'),
        ('auditor', 'teller', '系统管理与审计不得兼任业务岗位'),
        ('auditor', 'risk', '系统管理与审计不得兼任业务岗位'),
        ('archivist', 'auditor', '系统管理与审计不得兼任业务岗位')
) AS pair (first_code, second_code, reason)
WHERE EXISTS (SELECT 1 FROM organisation_role)
ON CONFLICT (first_code, second_code) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0008_roles_and_authority")]

    operations = [
        migrations.RunSQL(
            [(ADD, [actions, code]) for code, actions in ADDED.items()] + [SECURITY_ADMIN, INCOMPATIBLE],
            migrations.RunSQL.noop,
        )
    ]
