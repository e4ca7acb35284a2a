"""Settings common to every way of running the product.

Everything that differs between machines comes from the environment; the table in the README names
each variable. Business parameters are never settings: they are rows that people change and check.
"""

import os
from datetime import date, timedelta
from pathlib import Path

import dj_database_url

from backend.platform.observability import logs

BASE_DIR = Path(__file__).resolve().parents[3]
ENVIRONMENT = "production"

SECRET_KEY = os.environ.get("SECRET_KEY", "")
KEY_PROVIDER = os.environ.get("KEY_PROVIDER", "backend.platform.crypto.providers.SoftKeyProvider")
KEY_ENCRYPTION_KEY_FILE = os.environ.get("KEY_ENCRYPTION_KEY_FILE", "")
KEY_ENCRYPTION_KEY = os.environ.get("KEY_ENCRYPTION_KEY", "")
"""What wraps the data keys of the key ring: base64 of 32 bytes, in a file or, second best, right here."""
FIELD_ALGORITHM = os.environ.get("FIELD_ALGORITHM", "AES-256-GCM")
HASH_ALGORITHM = os.environ.get("HASH_ALGORITHM", "HMAC-SHA256")
"""What new keys are for; keys that exist keep theirs."""
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
"""Earlier keys, by which sessions and tokens that were made under them still count."""
FIELD_MASTER_KEY = os.environ.get("FIELD_MASTER_KEY", "")
"""The key from which keys were derived before the key ring; read once more when they are imported."""

DEBUG = False
BASE_DOMAIN = os.environ.get("BASE_DOMAIN", "localhost")
PROVINCE_HOST = f"province.{BASE_DOMAIN}"
# A bank onboarded while the product runs gets its host at once, so the domain is open here and
# every single host is looked up in the table of domains: an unknown one is answered 404.
ALLOWED_HOSTS = [f".{BASE_DOMAIN}"]

SHARED_APPS = [
    "django_tenants",
    "shared.reference",
    "shared.entities",
    "shared.identity",
    "shared.catalog",
    "shared.operations",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",  # teaches indexes the operator classes of text search
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",  # the reader of the API documents, served from here
    "auditlog",
    "backend.platform.records",
    "backend.platform.desk",
    "backend.platform.crypto",
]
TENANT_APPS = [
    "auditlog",
    "backend.platform.records",
    "backend.platform.desk",
    "tenants.organisation",
    "tenants.evidence",
    "tenants.approvals",
    "tenants.ledger",
    "tenants.customers",
    "tenants.products",
    "tenants.intake",
    "tenants.applications",
    "tenants.contracts",
    "tenants.loans",
    "tenants.deductions",
    "tenants.reports",
    "tenants.endofday",
]
INSTALLED_APPS = [
    *SHARED_APPS,
    *(app for app in TENANT_APPS if app not in SHARED_APPS),
    "backend.platform",
    "backend.config",
]

TENANT_MODEL = "entities.LegalEntity"
TENANT_DOMAIN_MODEL = "entities.Domain"
TENANT_LIMIT_SET_CALLS = True
PUBLIC_SCHEMA_URLCONF = "backend.config.urls_province"
ROOT_URLCONF = "backend.config.urls_bank"
ORIGINAL_BACKEND = "backend.platform.tenancy.postgresql"
EXTRA_SET_TENANT_METHOD_PATH = "backend.platform.tenancy.replica.follow"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]

DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://credit_app@127.0.0.1:5432/credit")
MIGRATOR_DATABASE_URL = os.environ.get("MIGRATOR_DATABASE_URL", DATABASE_URL)
REPLICA_URL = os.environ.get("REPLICA_URL", DATABASE_URL)
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")


def database(url: str) -> dict:
    """The connection of one alias; both aliases speak through django-tenants' search path."""
    return {
        **dj_database_url.parse(url, engine="django_tenants.postgresql_backend", conn_max_age=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "retail-credit"},
    }


DATABASES = {"default": database(DATABASE_URL), "replica": database(REPLICA_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    }
}

MIDDLEWARE = [
    "backend.platform.api.correlation.CorrelationMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backend.platform.tenancy.middleware.EntityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shared.identity.middleware.CredentialMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
X_FRAME_OPTIONS = "SAMEORIGIN"

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["shared.identity.backends.EntityBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "shared.identity.passwords.UserNameValidator"},
    {"NAME": "shared.identity.passwords.CharacterClassValidator"},
]
PASSWORDS_REMEMBERED = 5
"""So many last passwords, the one in force among them, may not be chosen again."""
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

SESSION_ENGINE = "shared.identity.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
SESSION_IDLE_LIMIT = timedelta(minutes=30)
SESSION_ABSOLUTE_LIMIT = timedelta(hours=10)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE_LIMIT.total_seconds())
SESSION_SAVE_EVERY_REQUEST = False
SIGN_IN_WINDOW = timedelta(minutes=15)
SIGN_IN_LOCK = timedelta(minutes=15)
SIGN_IN_FAILURES_PER_ADDRESS = 5
SIGN_IN_FAILURES_PER_USERNAME = 10
"""So many failures within the window refuse a user name, at one address or at all, for the time of the lock."""
APP_SESSION_IDLE_LIMIT = timedelta(days=1)
APP_SESSION_ABSOLUTE_LIMIT = timedelta(days=7)
ACCESS_TOKEN_LIFE = timedelta(minutes=10)

_since = os.environ.get("SECOND_FACTOR_FROM", "")
SECOND_FACTOR_FROM = None if _since == "never" else date.fromisoformat(_since) if _since else date.min
"""The day from which roles that want a second factor insist on it; None: not at all."""
SECOND_FACTOR_FRESH = timedelta(minutes=5)
SECOND_FACTOR_PENDING = timedelta(minutes=5)
"""So long after the right password the code may follow."""
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "backend.platform.api.problems.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
WSGI_APPLICATION = "backend.config.wsgi.application"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

CONSOLE_DIST = Path(os.environ.get("CONSOLE_DIST", BASE_DIR / "frontend" / "console" / "dist"))
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / ".local" / "static"))
STATICFILES_DIRS = [("console", CONSOLE_DIST)] if CONSOLE_DIST.exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/console/assets/.+$"

MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", BASE_DIR / ".local" / "media"))
"""Files of each bank in a folder of its own, reached only through views that check the reader."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "backend.platform.api.authentication.BearerAuthentication",
        "backend.platform.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["backend.platform.api.authentication.DenyUnlessDeclared"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["backend.platform.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "backend.platform.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "backend.platform.api.problems.exception_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "农村银行零售信贷系统 Retail credit",
    "DESCRIPTION": (
        "金额与利率为十进制字符串,日期为 YYYY-MM-DD,时间为 RFC 3339;错误为 RFC 9457 问题文档,以 `code` 区分。"
        "示例取自测试机构的真实应答。\n\n"
        "Amounts and rates are decimal strings; errors are RFC 9457 problem documents, told apart by `code`. "
        "The examples are recorded answers of a test bank."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": True,
    "ENUM_NAME_OVERRIDES": {
        "ApplicationState": "tenants.applications.models.LoanApplication.State",
        "ApprovalAction": "tenants.approvals.models.Action.Op",
        "ApprovalDecision": "tenants.approvals.types.Decision",
        "AuditKind": "backend.platform.records.models.AuditRecord.Kind",
        "BatchOutcome": "backend.platform.records.models.BatchEntry.Outcome",
        "InterfaceDirection": "backend.platform.records.models.InterfaceCall.Direction",
        "InterfaceOutcome": "backend.platform.records.models.InterfaceCall.Outcome",
        "AuthenticationKind": "shared.identity.models.AuthenticationEvent.Kind",
        "ChangeState": "backend.platform.records.models.PendingChange.State",
        "ContractState": "tenants.contracts.models.LoanContract.State",
        "CustomerKind": "shared.catalog.types.CustomerKind",
        "CustomerStatus": "tenants.customers.models.Customer.Status",
        "DayCount": "tenants.products.types.DAY_COUNT_CHOICES",
        "Gender": "tenants.customers.models.Customer.Gender",
        "GuaranteeMode": "shared.catalog.types.GuaranteeMode",
        "HouseholdRelation": "tenants.customers.models.HouseholdMember.Relation",
        "IntakeChannel": "tenants.intake.types.Channel",
        "IntakeState": "tenants.intake.models.Intake.State",
        "LoanPurpose": "tenants.intake.types.Purpose",
        "LprTenor": "shared.catalog.types.LPR_TENORS",
        "ProductCategory": "shared.catalog.types.Category",
        "ProductStatus": "shared.catalog.models.LevelOneProduct.Status",
        "RepaymentMethod": "shared.catalog.types.Method",
        "RepriceRule": "shared.catalog.types.Reprice",
        "SessionChannel": "shared.identity.models.Session.Channel",
        "SignatureHow": "tenants.contracts.models.ContractSignature.How",
        "SignatureParty": "tenants.contracts.models.ContractSignature.Party",
        "TokenAudience": "shared.identity.tokens.AUDIENCES",
        "TaskState": "tenants.approvals.types.TaskState",
        "OrganisationChangeKind": "tenants.organisation.models.OrganisationChange.Kind",
        "SubOfficeKind": "tenants.organisation.api.serializers.offices.BELOW_HEAD_OFFICE",
        "BranchKind": "tenants.organisation.models.Branch.Kind",
        "DataScope": "tenants.organisation.models.Post.Scope",
        "EntityKind": "shared.entities.models.LegalEntity.Kind",
        "BankKind": "shared.entities.api.serializers.BANK_KINDS",
        "EntityStatus": "shared.entities.models.LegalEntity.Status",
        "JobState": "tenants.endofday.models.BatchRun.State",
        "DisbursementState": "tenants.loans.models.Disbursement.State",
        "PayMode": "tenants.loans.models.Disbursement.PayMode",
        "LoanStatus": "tenants.loans.models.LoanAccount.Status",
        "InstalmentState": "tenants.loans.models.Instalment.State",
        "RevealPurpose": "tenants.customers.models.Reveal.Purpose",
        "RepaymentKind": "tenants.loans.models.Repayment.Kind",
        "NightStartDays": "tenants.endofday.parameters.START_DAYS_CHOICES",
        "DeductionFileState": "tenants.deductions.models.DeductionFile.State",
        "DeductionMode": "tenants.deductions.models.DeductionFile.Mode",
        "DeductionRowState": "tenants.deductions.models.DeductionRow.State",
        "RepaymentSource": "tenants.loans.models.Repayment.Source",
        "CounterSource": "tenants.loans.api.serializers.AT_THE_COUNTER",
        "ReceiptKind": "tenants.loans.api.serializers.BACK_DATED",
        "ReceiptSource": "tenants.loans.api.serializers.ELSEWHERE",
        "RepaymentState": "tenants.loans.models.Repayment.State",
        "QuoteMethod": "backend.kernel.loanmath.Method",
        "QuoteEventType": "backend.kernel.loanmath.EventType",
        "QuoteRowType": "backend.kernel.loanmath.RowType",
        "ExportState": "backend.platform.desk.models.ExportJob.State",
        "ExportFormat": "backend.platform.desk.models.ExportJob.Format",
        "FirstDue": "backend.kernel.loanmath.FirstDue",
        "PrepaymentMode": "backend.kernel.loanmath.PrepaymentMode",
        "EventDeliveryState": "backend.platform.records.models.OutboxDelivery.State",
        "EntrySide": "tenants.ledger.types.Side",
        "ParameterLevel": "backend.platform.api.parameters.LEVELS",
        "ParameterKind": "backend.platform.api.parameters.KINDS",
        "DictionaryKeeper": "backend.platform.api.parameters.KEEPERS",
        "SubjectKind": "shared.reference.types.SubjectKind",
        "VoucherKind": "tenants.ledger.types.VoucherKind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "backend.platform.api.schema.readable",
    ],
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TIMEZONE = TIME_ZONE

NIGHT_CHUNK = int(os.environ.get("NIGHT_CHUNK", "20000"))
"""So many loans a step of the night takes in one transaction."""
NIGHT_SLICE_SECONDS = float(os.environ.get("NIGHT_SLICE_SECONDS", "15"))
"""So long a worker stays with one bank's night before it looks after the next one in the queue."""

AUDIT_HASH = os.environ.get("AUDIT_HASH", "sha256")
"""The hash of the audit chain: `sha256` or `sm3`. Each seal names its own, so it may be changed at any time."""
AUDITLOG_LOGENTRY_MODEL = "records.FieldChange"
AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_CID_GETTER = "backend.platform.api.context.correlation_id"

CORE_BANKING_URL = os.environ.get("CORE_BANKING_URL", "http://127.0.0.1:8900")
CORE_BANKING_TIMEOUT_SECONDS = float(os.environ.get("CORE_BANKING_TIMEOUT_SECONDS", "5"))
CORE_BANKING_CALLBACK_KEY = os.environ.get("CORE_BANKING_CALLBACK_KEY", "")
"""The secret with which core banking signs answers that it sends by itself."""
CORE_BANKING_CALLBACK_URL = os.environ.get(
    "CORE_BANKING_CALLBACK_URL", f"https://{{entity}}.{BASE_DOMAIN}/api/v1/integrations/core-banking/answers"
)
"""Where it sends them; `{entity}` stands for the bank's code."""

EVENT_PAYLOADS_CHECKED = False
"""Whether an event with another payload than the declared one is refused where it is written."""

LOG_FORMAT = os.environ.get("LOG_FORMAT") or "json"
"""`json` for machines, `line` for people."""
LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL, "backend.platform.api.correlation.ContextFilter")

METRICS_DIR = os.environ.get("METRICS_DIR", "")
"""Where web, workers and beat of one machine write what they count; empty: every process counts for itself."""
if METRICS_DIR:
    Path(METRICS_DIR).mkdir(parents=True, exist_ok=True)
    os.environ.update(PROMETHEUS_MULTIPROC_DIR=METRICS_DIR)
METRICS_BIND = os.environ.get("METRICS_BIND", "127.0.0.1:9464")
"""Where `manage.py serve_metrics` listens: an inner address, for it asks for no credential."""
REPLICA_DELAY_LIMIT_SECONDS = float(os.environ.get("REPLICA_DELAY_LIMIT_SECONDS", "60"))
"""A standby further behind makes `/readyz` say so."""

SILENCED_SYSTEM_CHECKS = [
    "auth.W004"
]  # a user name is unique within its entity, and our backend asks with both
