"""What stands in deploy/ fits the product: every path, command, setting and door it names is there.

No engine runs here: units, image and compose file are read by parsers, and compared with the source.
"""

import configparser
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from entrypoints.cli import main
from entrypoints.gate import LIMITS
from tests.house.test_words import SETTING, readme

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
APP, PYTHON = "/opt/cockpit/current/app.py", "/opt/cockpit/current/.venv/bin/python"
HARDENED = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "UMask": "0077",
    "RestrictSUIDSGID": "yes", "CapabilityBoundingSet": "", "SystemCallFilter": "@system-service", "LimitCORE": "0",
}  # fmt: skip


def unit(name: str) -> configparser.ConfigParser:
    """The last of each word; for `EnvironmentFile`, which may come again, see `files_of`."""
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string((DEPLOY / f"cockpit-{name}.service").read_text())
    return found


@pytest.mark.parametrize(("name", "command"), [("web", "serve"), ("worker", "worker")])
def test_a_unit_starts_the_command_hardened_and_comes_back(name: str, command: str) -> None:
    service = unit(name)["Service"]
    assert service["ExecStart"].split() == [PYTHON, APP, command]
    assert command in main.commands  # type: ignore[attr-defined]
    assert {key: service[key] for key in HARDENED} == HARDENED
    assert (service["Restart"], service["KillSignal"], service["KillMode"]) == ("always", "SIGTERM", "mixed")
    assert int(service["TimeoutStopSec"]) > 10  # ten seconds are promised for a stop
    assert service["User"] == service["Group"] == "cockpit"


def files_of(name: str) -> list[str]:
    lines = (DEPLOY / f"cockpit-{name}.service").read_text().splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith("EnvironmentFile=")]


def test_the_worker_alone_reads_by_which_ways_notices_go_out() -> None:
    assert files_of("worker")[1:] == ["-/etc/cockpit/worker.env"], "a district without any needs no such file"
    assert files_of("web")[1:] == []
    reads = {name: "worker.env" in str(one.get("env_file")) for name, one in compose()["services"].items()}
    assert [name for name, does in reads.items() if does] == ["worker"]


@pytest.mark.parametrize(
    ("command", "told"),
    [("notify-test", True), ("worker", True), ("check", False), ("migrate", False), ("serve", False)],
)
def test_the_wrapper_gives_them_to_who_hands_notices_over(
    wrapped: Any, tmp_path: Path, command: str, told: bool
) -> None:
    assert "COCKPIT_NOTIFY_URLS" not in wrapped(command)[2], "no file, no channel"
    (tmp_path / "etc/worker.env").write_text("COCKPIT_NOTIFY_URLS=json://gateway.example/a?b=c&d")
    assert wrapped(command)[2].get("COCKPIT_NOTIFY_URLS") == ("json://gateway.example/a?b=c&d" if told else None)


def test_units_and_wrapper_agree_on_where_things_lie() -> None:
    wrapper = (DEPLOY / "cockpit").read_text()
    for name in ("web", "worker"):
        service = unit(name)["Service"]
        assert files_of(name)[0] == "/etc/cockpit/cockpit.env"
        assert service["Environment"] == "COCKPIT_DATA_DIR=/var/lib/cockpit"
        assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
        assert "owner" not in " ".join(service.values())  # the owner's address is no process's that serves
    for path in ("/etc/cockpit", "/var/lib/cockpit", "/opt/cockpit/current"):
        assert f":-{path}" in wrapper


@pytest.fixture
def wrapped(tmp_path: Path) -> Any:
    """The wrapper on a folder of its own; the app prints what it was given."""
    (tmp_path / "app/.venv/bin").mkdir(parents=True)
    (tmp_path / "etc").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "app/app.py").write_text(
        "import json, os, sys\nprint(json.dumps([sys.argv[1:], os.getcwd(), {k: v for k, v in os.environ.items()"
        " if k in ('COCKPIT_DATABASE_URL', 'COCKPIT_OWNER_URL', 'COCKPIT_NOTIFY_URLS', 'PATH')}]))"
    )
    (tmp_path / "app/.venv/bin/python").symlink_to(
        subprocess.run(["which", "python3"], capture_output=True, text=True).stdout.strip()
    )
    url = "postgresql+psycopg://cockpit_app:a&b$HOME`id`@/cockpit?host=/run/postgresql&port=5432"
    (tmp_path / "etc/cockpit.env").write_text(f"# settings\nCOCKPIT_DATABASE_URL={url}\nPATH=/nowhere\n")
    (tmp_path / "etc/owner.env").write_text("COCKPIT_OWNER_URL=the owner's")
    places = {"COCKPIT_ETC": "etc", "COCKPIT_APP": "app", "COCKPIT_DATA_DIR": "data"}
    env = {"PATH": "/usr/bin:/bin", "COCKPIT_USER": "root"} | {key: str(tmp_path / at) for key, at in places.items()}

    def run(*words: str) -> tuple[list[str], str, dict[str, str]]:
        done = subprocess.run([DEPLOY / "cockpit", *words], env=env, capture_output=True, text=True, check=True)
        found: tuple[list[str], str, dict[str, str]] = tuple(json.loads(done.stdout))
        assert found[2]["COCKPIT_DATABASE_URL"] == url and found[2]["PATH"] != "/nowhere"
        return found

    return run


@pytest.mark.parametrize("command", ["init", "migrate", "restore"])
def test_the_wrapper_gives_the_owners_address_to_what_changes_the_schema(wrapped: Any, command: str) -> None:
    assert command in main.commands  # type: ignore[attr-defined]
    assert wrapped(command, "a word", "$x")[0] == [command, "a word", "$x"]
    assert wrapped(command)[2]["COCKPIT_OWNER_URL"] == "the owner's"


@pytest.mark.parametrize("command", ["backup", "check", "serve", "rotate-keys"])
def test_the_wrapper_keeps_the_owners_address_from_all_else(wrapped: Any, command: str, tmp_path: Path) -> None:
    _, folder, env = wrapped(command)
    assert "COCKPIT_OWNER_URL" not in env and folder == str(tmp_path / "data")


# Containers


def dockerfile() -> list[list[str]]:
    joined = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    return [line.split() for line in joined.splitlines() if line and not line.startswith("#")]


def test_the_image_copies_what_is_there_and_all_the_rooms() -> None:
    copied = {word for words in dockerfile() if words[0] == "COPY" and "--from" not in words[1] for word in words[1:-1]}
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert {"app.py", "cockpit", "data_access", "pages", "callbacks", "entrypoints", "assets"} <= copied
    kept = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == kept


def test_the_image_serves_as_nobody_special() -> None:
    told = {words[0]: words for words in dockerfile()}
    assert told["USER"] == ["USER", "cockpit"]
    assert json.loads(" ".join(told["ENTRYPOINT"][1:])) == ["/opt/cockpit/.venv/bin/python", "/opt/cockpit/app.py"]
    assert json.loads(" ".join(told["CMD"][1:])) == ["serve"]
    assert not any(
        words[0] in ("ENV", "ARG") and re.search("KEY|PASSWORD|URL", " ".join(words)) for words in dockerfile()
    )


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def test_the_services_start_commands_that_exist_from_the_image_that_is_built() -> None:
    services = compose()["services"]
    assert services.keys() == {"db", "web", "worker", "init", "migrate"}
    for name in ("web", "worker"):
        (command,) = services[name]["command"]
        assert command in main.commands  # type: ignore[attr-defined]
    for name in ("init", "migrate"):
        assert f"/opt/cockpit/app.py {name}" in services[name]["command"][0]
    for name in ("web", "worker", "init", "migrate"):
        build = services[name]["build"]
        assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
        assert services[name]["read_only"] and "no-new-privileges:true" in services[name]["security_opt"]


def test_only_the_web_is_reached_and_only_from_this_machine() -> None:
    services = compose()["services"]
    assert {name: one["ports"] for name, one in services.items() if "ports" in one} == {"web": ["127.0.0.1:8050:8050"]}
    assert compose()["networks"]["inside"] == {"internal": True}
    assert services["worker"]["networks"] == services["db"]["networks"] == ["inside"]


def test_the_owners_password_reaches_no_process_that_serves() -> None:
    services = compose()["services"]
    assert {name for name, one in services.items() if "secrets" in one} == {"db", "init", "migrate"}
    assert services["init"]["profiles"] == services["migrate"]["profiles"] == ["setup"]
    declared = {"secrets", "networks", "volumes"}
    for kind in declared:
        used = {str(part).split(":")[0] for one in services.values() for part in one.get(kind, [])}
        assert {name for name in used if not name.startswith(".")} <= compose()[kind].keys(), kind


# nginx


def locations(name: str) -> dict[str, str]:
    return dict(re.findall(r"location ([^{]+?) \{(.*?)\}", (DEPLOY / name).read_text(), re.S))


def test_the_stream_is_not_held_back_and_outlives_its_beat() -> None:
    stream = locations("nginx.conf")["= /api/stream"]
    assert "proxy_buffering off;" in stream
    assert int(re.search(r"proxy_read_timeout (\d+)s", stream)[1]) > 15  # type: ignore[index]


def test_nginx_lets_through_what_the_app_would_take() -> None:
    found = locations("nginx.conf")
    for prefix, size in LIMITS.items():
        block = found.get(prefix) or found[f"= {prefix}"]
        assert f"client_max_body_size {size // 1024 // 1024}m;" in block


@pytest.mark.parametrize("name", ["nginx.conf", "nginx-front.conf"])
def test_both_proxies_speak_tls_and_drop_what_visitors_claim(name: str) -> None:
    words = (DEPLOY / name).read_text()
    assert words.count("{") == words.count("}")
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in words and "Strict-Transport-Security" in words
    assert "X-Forwarded-For $remote_addr;" in words and "proxy_add_x_forwarded_for" not in words
    for listen in re.findall(r"listen [^;]*443[^;]*;", words):
        assert " ssl" in listen


def test_the_machine_in_front_passes_on_the_public_doors_alone() -> None:
    found = locations("nginx-front.conf")
    assert {path for path, block in found.items() if "proxy_pass" in block} == {"~ ^/(p|assets)/"}
    assert "return 404;" in found["/"]


# What is written about it


@pytest.mark.parametrize(
    "path", ["docs/deploy.md", "deploy/compose.yaml", "deploy/cockpit", "deploy/cockpit-web.service"]
)
def test_every_setting_that_is_named_is_in_the_readme(path: str) -> None:
    own = {"COCKPIT_APP", "COCKPIT_ETC", "COCKPIT_USER"}  # of the wrapper
    assert set(SETTING.findall((ROOT / path).read_text())) - own <= set(SETTING.findall(readme()))


@pytest.mark.parametrize("guide", ["docs/deploy.md", "docs/security.md", "SECURITY.md"])
def test_every_file_that_a_guide_names_is_there(guide: str) -> None:
    words = (ROOT / guide).read_text().replace("cockpit-{web,worker}.service", "cockpit-web.service")
    rooms = "deploy|tests|docs|bench|bin|cockpit|data_access|entrypoints"
    named = set(re.findall(rf"(?:[`( ]|\.\./|/current/)((?:{rooms})/[\w./-]*\w)", words))
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert named


def test_every_command_that_the_guide_names_is_there() -> None:
    guide = (ROOT / "docs/deploy.md").read_text()
    commands = set(re.findall(r"(?:^|[`(] ?|cockpit )cockpit ([a-z-]+)", guide, re.M))
    assert len(commands) >= 5 and commands <= main.commands.keys()  # type: ignore[attr-defined]
