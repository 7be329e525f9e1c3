"""What a wheel, an egg and a source distribution carry, and that an egg works as scrapyd uses it: from the zip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from pathlib import Path, PurePosixPath

import pytest

import newscrawl

ROOT = Path(__file__).parent.parent
LEFT_BEHIND = shutil.ignore_patterns(
    ".*", "__pycache__", "build", "dist", "data", "demo-data", "scrapyd-data", "*.egg-info"
)


def run(*command: str, cwd: Path, **env: str) -> str:
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one more weight in it, so that building leaves nothing behind in this one."""
    copy = shutil.copytree(ROOT, tmp_path_factory.mktemp("package") / "a checkout", ignore=LEFT_BEHIND)
    weight = copy / "newscrawl/extraction/weights/made_up.json"
    weight.parent.mkdir(exist_ok=True)
    weight.write_text("{}", encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", "wheels"]
    run(sys.executable, "-m", "pip", "wheel", "--quiet", *options, ".", cwd=checkout)
    return next(checkout.glob("wheels/*.whl"))


@pytest.fixture(scope="module")
def egg(checkout: Path) -> Path:
    """Built by the two commands that scrapyd-deploy runs."""
    run(sys.executable, "setup.py", "clean", "-a", cwd=checkout)
    run(sys.executable, "setup.py", "bdist_egg", "-d", "eggs", cwd=checkout)
    return next(checkout.glob("eggs/*.egg"))


def package_files(checkout: Path) -> set[str]:
    """Everything below ``newscrawl/``, compiled and hidden files aside."""
    paths = (path.relative_to(checkout) for path in (checkout / "newscrawl").rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts and not path.name.startswith(".")}


def carried(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as zipped:
        names = {name for name in zipped.namelist() if name.startswith("newscrawl/")}
    return {name for name in names if not name.endswith((".pyc", "/"))}


def test_wheel_carries_the_whole_package_and_nothing_else(checkout, wheel):
    assert carried(wheel) == package_files(checkout)


def test_egg_carries_the_whole_package_and_nothing_else(checkout, egg):
    assert carried(egg) == package_files(checkout)


@pytest.mark.parametrize(
    "pattern", ["items.py", "extraction/weights/*.json", "demo/content/*/*", "templates/spiders/basic.tmpl"]
)
def test_wheel_carries(wheel, pattern):
    assert [name for name in carried(wheel) if PurePosixPath(name).match(f"newscrawl/{pattern}")]


def test_nothing_but_the_package_is_installed(wheel):
    with zipfile.ZipFile(wheel) as zipped:
        tops = {name.partition("/")[0] for name in zipped.namelist()}
    assert tops == {"newscrawl", f"newscrawl-{newscrawl.__version__}.dist-info"}


def test_source_distribution_holds_what_building_needs(checkout):
    run(sys.executable, "setup.py", "--quiet", "sdist", "-d", "sources", cwd=checkout)
    with tarfile.open(next(checkout.glob("sources/*.tar.gz"))) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert {"setup.py", "pyproject.toml", "requirements.txt", "LICENSE", "scrapy.cfg"} < names
    assert package_files(checkout) < names


def test_version_is_the_packages_own(wheel, egg):
    assert wheel.name.startswith(f"newscrawl-{newscrawl.__version__}-")
    assert egg.name.startswith(f"newscrawl-{newscrawl.__version__}-")


def test_egg_names_the_settings_for_scrapyd(egg):
    with zipfile.ZipFile(egg) as zipped:
        entry_points = ConfigParser()
        entry_points.read_string(zipped.read("EGG-INFO/entry_points.txt").decode())
    assert entry_points["scrapy"]["settings"] == "newscrawl.settings"


def test_scrapy_finds_settings_and_spiders_in_the_egg(egg, tmp_path):
    listed = run(
        *(sys.executable, "-m", "scrapy", "list"),
        cwd=tmp_path,
        PYTHONPATH=str(egg),
        SCRAPY_SETTINGS_MODULE="newscrawl.settings",
    )
    assert "site" in listed.split()


def test_docstrings_of_fields_are_read_from_inside_the_egg(egg, tmp_path):
    page = run(sys.executable, "-m", "newscrawl.dataset.schema", cwd=tmp_path, PYTHONPATH=str(egg))
    assert page == (ROOT / "docs/fields.md").read_text(encoding="utf-8")


def test_scrapy_cfg_names_the_settings():
    config = ConfigParser()
    config.read(ROOT / "scrapy.cfg")
    assert config["settings"]["default"] == "newscrawl.settings"


def test_installed_it_is_a_command_that_works_in_any_folder(wheel: Path, tmp_path: Path) -> None:
    place, folder = tmp_path / "installed", tmp_path / "anywhere"
    folder.mkdir()
    options = ["--no-deps", "--no-index", "--target", str(place)]
    run(sys.executable, "-m", "pip", "install", "--quiet", *options, str(wheel), cwd=tmp_path)
    command, path = place / "bin" / "newscrawl", {"PYTHONPATH": str(place)}
    assert run(str(command), "list", cwd=folder, **path).split() == ["site"]
    page = folder / "page.html"
    page.write_text("<h3><a href='/news/1-rain-ends-at-last'>Rain ends at last</a></h3>")
    shown = run(str(command), "links", "page.html", "--url", "https://times.test/", cwd=folder, **path)
    assert "/news/1" in shown
