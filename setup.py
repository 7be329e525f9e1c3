"""Packaging: what a wheel and a scrapyd egg carry. The tools' settings are in ``pyproject.toml``."""

import ast
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent


def version() -> str:
    """``newscrawl.__version__``, read and not imported: what builds a package need not have what the package needs."""
    for node in ast.parse((HERE / "newscrawl/__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__version__":
            return str(ast.literal_eval(node.value))
    raise ValueError("newscrawl/__init__.py: no line that sets __version__")


def requirements(name: str) -> list[str]:
    """The requirements of one file, without comments and references to other files."""
    lines = (line.partition("#")[0].strip() for line in (HERE / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-")]


setup(
    name="newscrawl",
    version=version(),
    description="News articles from any site, as data one can trust",
    license="BSD-3-Clause",
    license_files=["LICENSE"],
    classifiers=[
        "Framework :: Scrapy",
        "Intended Audience :: Developers",
        "Intended Audience :: Science/Research",
        "Programming Language :: Python :: 3",
        "Topic :: Internet :: WWW/HTTP",
    ],
    python_requires=">=3.11",
    packages=find_packages(include=["newscrawl", "newscrawl.*"]),
    package_data={
        "newscrawl": ["templates/**/*"],
        "newscrawl.demo": ["content/**/*", "static/**/*"],
        "newscrawl.stories": ["weights/**/*"],
        "newscrawl.extraction": ["lists/**/*", "weights/**/*"],
    },
    install_requires=requirements("requirements.txt"),
    extras_require={
        "postgresql": requirements("requirements-postgresql.txt"),
        "scrapyd": requirements("requirements-scrapyd.txt"),
    },
    entry_points={
        "scrapy": ["settings = newscrawl.settings"],  # how scrapyd finds the project in an egg
        "console_scripts": ["newscrawl = newscrawl.__main__:main"],
    },
    zip_safe=False,  # `scrapy genspider` wants its templates in a folder
)
