"""Settings come from the environment or a `.env` file, and are read once, here."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from cockpit.basemap import Basemap, read_basemap
from data_access.sealed import Keys, read_keys

SHORTEST_KEY = 24
DOORS = ("staff", "public", "field", "api")


class BadSetting(SystemExit):
    """A setting that is missing or wrong; its text is one clear line."""


@dataclass(frozen=True)
class Oidc:
    """The district's own sign-in service; `claim` is the word of its answer that is an account's name here."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    says: str
    public_url: str

    @staticmethod
    def speaks_safely(place: str) -> bool:
        """By TLS; on this machine alone (drills, tests) without."""
        return place.startswith("https://") or bool(re.match(r"http://(127\.0\.0\.1|localhost|\[::1\])[:/]", place))


@dataclass(frozen=True)
class Settings:
    """One attribute a setting; the README's table says what each is for."""

    database_url: str
    data_dir: Path
    secret_key: str
    field_keys: str
    audit_key: str
    index_key: str
    host: str = "127.0.0.1"
    port: int = 8050
    public_url: str = ""
    trusted_proxies: int = 0
    doors: tuple[str, ...] = DOORS
    locale: str = "zh_CN"
    timezone: str = "Asia/Shanghai"
    basemap: Basemap | None = None
    metrics_key: str = ""
    report_gateway_key: str = field(default="", repr=False)
    second_step: bool = False
    oidc: Oidc | None = None
    embedded: bool = False
    notify_urls: str = field(default="", repr=False)
    person_gateways: str = field(default="", repr=False)
    inside_gateways: str = ""
    vapid_key: str = field(default="", repr=False)
    vapid_subject: str = ""
    log_level: str = "info"
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def keys(self) -> Keys:
        try:
            field = read_keys(self.field_keys)
        except ValueError as error:
            raise BadSetting(f"COCKPIT_FIELD_KEYS cannot be used: {error}.") from None
        return Keys(field, _hex("COCKPIT_AUDIT_KEY", self.audit_key), _hex("COCKPIT_INDEX_KEY", self.index_key))

    @property
    def secure(self) -> bool:
        """Whether browsers reach us by HTTPS."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of a serving process; refuses a missing one by name."""
    env = {**read_env_file(Path(".env")), **(environment if environment is not None else os.environ)}
    return Settings(
        database_url=_needed(env, "COCKPIT_DATABASE_URL"),
        data_dir=Path(env.get("COCKPIT_DATA_DIR", "instance")),
        secret_key=_needed(env, "COCKPIT_SECRET_KEY"),
        field_keys=_needed(env, "COCKPIT_FIELD_KEYS"),
        audit_key=_needed(env, "COCKPIT_AUDIT_KEY"),
        index_key=_needed(env, "COCKPIT_INDEX_KEY"),
        host=env.get("COCKPIT_HOST", "127.0.0.1"),
        port=_number(env, "COCKPIT_PORT", 8050),
        public_url=env.get("COCKPIT_PUBLIC_URL", ""),
        trusted_proxies=_number(env, "COCKPIT_TRUSTED_PROXIES", 0),
        doors=_doors(env.get("COCKPIT_DOORS", ",".join(DOORS))),
        locale=_one_of(env, "COCKPIT_LOCALE", ("zh_CN", "en")),
        timezone=env.get("COCKPIT_TIMEZONE", "Asia/Shanghai"),
        basemap=_basemap(env.get("COCKPIT_BASEMAP_STYLE", "")),
        metrics_key=_long(env, "COCKPIT_METRICS_KEY"),
        report_gateway_key=_long(env, "COCKPIT_REPORT_GATEWAY_KEY"),
        second_step=_one_of(env, "COCKPIT_SECOND_STEP", ("yes", "no")) == "yes",
        oidc=_oidc(env),
        embedded=env.get("COCKPIT_EMBEDDED") == "yes",
        notify_urls=env.get("COCKPIT_NOTIFY_URLS", ""),
        person_gateways=env.get("COCKPIT_PERSON_GATEWAYS", ""),
        inside_gateways=env.get("COCKPIT_INSIDE_GATEWAYS", ""),
        vapid_key=env.get("COCKPIT_VAPID_KEY", ""),
        vapid_subject=env.get("COCKPIT_VAPID_SUBJECT", ""),
        log_level=_one_of(env, "COCKPIT_LOG_LEVEL", ("info", "warning")),
    )


def _needed(env: Mapping[str, str], name: str) -> str:
    if not env.get(name):
        raise BadSetting(f"{name} is not set; see the settings table in the README.")
    return env[name]


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, str(default))
    if not text.isdigit():
        raise BadSetting(f"{name} is {text!r}; it takes a whole number.")
    return int(text)


def _hex(name: str, text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise BadSetting(f"{name} cannot be used: it takes hex digits.") from None


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = env.get(name, choices[0])
    if value not in choices:
        raise BadSetting(f"{name} is {value!r}; it takes one of {', '.join(choices)}.")
    return value


def _long(env: Mapping[str, str], name: str) -> str:
    """A key that opens a door: empty, or too long to be guessed."""
    text = env.get(name, "")
    if 0 < len(text) < SHORTEST_KEY:
        raise BadSetting(f"{name} is too short; it takes {SHORTEST_KEY} characters or more.")
    return text


def _basemap(text: str) -> Basemap | None:
    try:
        return read_basemap(text)
    except ValueError as error:
        raise BadSetting(f"COCKPIT_BASEMAP_STYLE cannot be used: {error}.") from None


def _oidc(env: Mapping[str, str]) -> Oidc | None:
    issuer = env.get("COCKPIT_OIDC_ISSUER", "")
    if not issuer:
        return None
    if not Oidc.speaks_safely(issuer + "/"):
        raise BadSetting(f"COCKPIT_OIDC_ISSUER is {issuer!r}; it takes an address with https://.")
    return Oidc(
        issuer,
        _needed(env, "COCKPIT_OIDC_CLIENT_ID"),
        env.get("COCKPIT_OIDC_CLIENT_SECRET", ""),
        env.get("COCKPIT_OIDC_CLAIM", "preferred_username"),
        env.get("COCKPIT_OIDC_NAME", "OpenID Connect"),
        _needed(env, "COCKPIT_PUBLIC_URL"),
    )


def _doors(text: str) -> tuple[str, ...]:
    doors = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [door for door in doors if door not in DOORS]
    if unknown or not doors:
        raise BadSetting(f"COCKPIT_DOORS is {text!r}; it takes some of {', '.join(DOORS)}.")
    return doors


def read_env_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines of a `.env` file; comments and blank lines are passed over."""
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def make_keys() -> dict[str, str]:
    """Fresh secrets for a new installation, as environment variables."""
    return {
        "COCKPIT_SECRET_KEY": secrets.token_urlsafe(48),
        "COCKPIT_FIELD_KEYS": f"k001:{secrets.token_hex(32)}",
        "COCKPIT_INDEX_KEY": secrets.token_hex(32),
        "COCKPIT_AUDIT_KEY": secrets.token_hex(32),
        "COCKPIT_VAPID_KEY": secrets.token_urlsafe(32),  # any 32 bytes are a key of that curve
    }
