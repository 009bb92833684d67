"""The one settings file. What an operator may change comes from CAUSERIE_* (config/env.py)."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from causerie.config import archive, env

CAUSERIE = env.read_or_exit()
DATA: Path = CAUSERIE["DATA"]
PUBLIC_URL: str = CAUSERIE["URL"] or f"http://{CAUSERIE['HOST']}:{CAUSERIE['PORT']}"
_host = urlsplit(PUBLIC_URL).hostname or "127.0.0.1"
SECURE = PUBLIC_URL.startswith("https://")
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = CAUSERIE["SECRET_KEY"] or env.kept_secret(DATA, "secret-key")
DEBUG = False
ALLOWED_HOSTS = [_host, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "causerie.config.urls"
SITE_ID = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "causerie.design",
    "causerie.brands",
    "causerie.people",  # before allauth: its templates are drawn anew here
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "causerie.journal",
    "causerie.conversations",
    "causerie.community",
    "causerie.recruitment",
    "causerie.rewards",
    "causerie.safety",
    "causerie.insights",
    "causerie.attentions",
    "causerie.notify",
    "causerie.window",
    "causerie.desk",
    "causerie.office",
    "causerie.simulator",
]

RAIL = "causerie.config.rail"
HANDS = "causerie.config.hands"
GIVE_BACK = "causerie.config.parting.give_back"
PRIVATE_WORD = "causerie.config.parting.private_word"
STOPPED = "causerie.config.parting.stopped"
APPROVED_WORDS = "causerie.insights.queries.approved"

MIDDLEWARE = [
    "causerie.config.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "causerie.config.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "causerie.config.middleware.refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "causerie.config.middleware.page_context",
            ],
        },
    }
]

if CAUSERIE["DATABASE_URL"]:
    _db = urlsplit(CAUSERIE["DATABASE_URL"])
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(_db.path.lstrip("/")),
            "USER": unquote(_db.username or ""),
            "PASSWORD": unquote(_db.password or ""),
            "HOST": _db.hostname or "",
            "PORT": str(_db.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "causerie.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=4000;"
                    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
                ),
            },
            "TEST": {"NAME": DATA / "test.sqlite3"},
        }
    }

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_ADAPTER = "causerie.people.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
# allauth's own looks addresses up and writes them down, for known people only: the time of the answer would tell.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# Wrong passwords stay fewer (allauth: 10 a minute an address, 5 in five minutes an account).
ACCOUNT_RATE_LIMITS = {"login": f"{CAUSERIE['SIGN_INS_PER_MINUTE']}/m/ip"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come from invitations and imports: the address is the one we wrote to
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "causerie.design.views.csrf_refused"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CAUSERIE["TRUSTED_PROXIES"] else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "causerie.design.storage.Storage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
FILES = DATA / "files"
ERASURES = DATA / archive.ERASURES

EMAIL_BACKEND = "causerie.notify.transport.Transport"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CAUSERIE["MAIL_FROM"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "causerie.kernel.logs.JsonLines"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": CAUSERIE["LOG_LEVEL"].upper()},
    "loggers": {"uvicorn": {"propagate": True}, "django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
