"""`make scrapyd`: a scrapyd on loopback, with a password of its own and the project deployed as an egg.

Everything lies in ``scrapyd-data/`` beside ``scrapy.cfg``: the configuration with the password, eggs, jobs, logs, and
``data/``, where crawls keep their store and articles.
"""

from __future__ import annotations

import argparse
import base64
import configparser
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

PROJECT = "newscrawl"
_START_S, _LOOK_S = 30.0, 0.1
_FOLDERS = ("jobs_dir", "logs_dir", "eggs_dir", "dbs_dir")


class Scrapyd:
    """A scrapyd's API: ``Scrapyd(url, "newscrawl", password).post("schedule", project=…)``.

    OSError if it cannot be reached, ``ScrapydError`` with its own words if it refuses.
    """

    def __init__(self, url: str, username: str = "", password: str = "", *, timeout_s: float = 30.0) -> None:
        self.url = url.rstrip("/")
        self.timeout_s = timeout_s
        token = base64.b64encode(f"{username}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}"} if username else {}

    def get(self, service: str, **query: str) -> dict[str, Any]:
        return self._ask(urllib.request.Request(f"{self._place(service)}?{urllib.parse.urlencode(query)}"))

    def post(self, service: str, **fields: str | list[str]) -> dict[str, Any]:
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        return self._ask(urllib.request.Request(self._place(service), body))

    def deploy(self, egg: bytes, version: str) -> dict[str, Any]:
        """Make an egg the newest version of the project."""
        border = secrets.token_hex(16)
        parts = [_part("project", PROJECT), _part("version", version)]
        head = 'Content-Disposition: form-data; name="egg"; filename="project.egg"\r\n\r\n'
        body = b"".join(f"--{border}\r\n{part}\r\n".encode() for part in parts)
        body += f"--{border}\r\n{head}".encode() + egg + f"\r\n--{border}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={border}"}
        return self._ask(urllib.request.Request(self._place("addversion"), body, kind))

    def _place(self, service: str) -> str:
        return f"{self.url}/{service}.json"

    def _ask(self, request: urllib.request.Request) -> dict[str, Any]:
        for name, value in self._headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_s) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 401:
                raise ScrapydError("it wants another user name or password") from None
            raise ScrapydError(_words_of(error)) from None
        except ValueError:
            raise ScrapydError("what answers there is no scrapyd") from None
        if not isinstance(found, dict) or found.get("status") not in ("ok", "running", "pending", "finished", None):
            raise ScrapydError(str(found.get("message") if isinstance(found, dict) else found))
        return found


class ScrapydError(Exception):
    """What scrapyd says against a request."""


def build_egg(project: Path) -> bytes:
    """The project as an egg, from a clean build: with its weights, lists, templates and the demo."""
    with tempfile.TemporaryDirectory() as folder:
        build = ["egg_info", "--egg-base", folder, "build", "--build-base", f"{folder}/build"]
        command = [
            sys.executable,
            "setup.py",
            *build,
            "bdist_egg",
            "--dist-dir",
            folder,
            "--bdist-dir",
            f"{folder}/egg",
        ]
        made = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        eggs = list(Path(folder).glob("*.egg"))
        if made.returncode or not eggs:
            raise SystemExit(f"newscrawl: the egg could not be built: {made.stderr.strip().splitlines()[-1:]}")
        return eggs[0].read_bytes()


def configure(project: Path, home: Path, port: int) -> configparser.ConfigParser:
    """The configuration of ``home``, made from ``scrapyd.conf`` with a password of its own where there is none."""
    file, config = home / "scrapyd.conf", configparser.ConfigParser(interpolation=None)
    home.mkdir(parents=True, exist_ok=True)
    config.read(file if file.exists() else project / "scrapyd.conf")
    if not file.exists():
        config["scrapyd"]["password"] = secrets.token_urlsafe(18)
        for name in _FOLDERS:
            config["scrapyd"][name] = str(home / config["scrapyd"][name])
    config["scrapyd"]["http_port"] = str(port or config["scrapyd"]["http_port"])
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8") as out:
        config.write(out)
    return config


def start(home: Path) -> subprocess.Popen[bytes]:
    """Start scrapyd with the configuration of ``home``; its crawls keep what they find in ``home/data``."""
    environment = {**os.environ, "NEWSCRAWL_DATA": str(home / "data")}
    command = [sys.executable, "-m", "scrapyd", "--pidfile=", "-n"]
    return subprocess.Popen(command, cwd=home, env=environment, stdin=subprocess.DEVNULL)


def wait_for(scrapyd: Scrapyd, process: subprocess.Popen[bytes]) -> None:
    """Until it answers; SystemExit if it does not."""
    until = time.monotonic() + _START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            scrapyd.get("daemonstatus")
        except OSError:
            time.sleep(_LOOK_S)
        else:
            return
    raise SystemExit("newscrawl: scrapyd did not start; is its port taken? make scrapyd ARGS='--port 6801'")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=Path("scrapyd-data"))
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    project, home = Path.cwd(), options.home.resolve()
    config = configure(project, home, options.port)["scrapyd"]
    url = f"http://{config['bind_address']}:{config['http_port']}"
    scrapyd = Scrapyd(url, config["username"], config["password"])
    process = start(home)
    try:
        wait_for(scrapyd, process)
        scrapyd.deploy(build_egg(project), time.strftime("%Y%m%d%H%M%S"))
        user = f"{config['username']}:{config['password']}"
        print(f"scrapyd is at {url}, articles in {home / 'data'}; a crawl of the demo:", flush=True)
        print(f"  curl -u '{user}' {url}/schedule.json -d project={PROJECT} -d spider=site -d url=demo", flush=True)
        return process.wait()
    except ScrapydError as error:
        print(f"newscrawl: scrapyd refuses the project: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait()


def _part(name: str, value: str) -> str:
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'


def _words_of(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error).get("message") or error)
    except (ValueError, AttributeError):
        return str(error)


if __name__ == "__main__":
    sys.exit(main())
