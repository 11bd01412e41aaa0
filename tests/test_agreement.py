"""The three lists of packages agree: pyproject.toml, environment.yml and requirements.lock."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def wanted() -> dict[str, Requirement]:
    """Return what pyproject.toml asks for, development and build included, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def locked() -> dict[str, str]:
    """Return the version of every package in the lock file."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    return {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", text, re.M)
    }


def environment() -> dict[str, Requirement]:
    """Return what environment.yml asks for, python and pip aside."""
    lines = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    by_pip = next(line["pip"] for line in lines if isinstance(line, dict))
    names = [line for line in lines if isinstance(line, str)] + [line for line in by_pip if line != "-e ."]
    packages = {canonicalize_name(r.name): r for r in map(Requirement, names)}
    return {name: r for name, r in packages.items() if name not in {"python", "pip"}}


def test_environment_asks_for_the_packages_of_pyproject_in_the_same_ranges():
    ours, conda = wanted(), environment()
    assert sorted(conda) == sorted(ours)
    for name, requirement in ours.items():
        assert conda[name].specifier == requirement.specifier, name


def test_environment_asks_for_the_python_of_pyproject_and_installs_the_checkout():
    text = (ROOT / "environment.yml").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert f"- python{project['project']['requires-python']}\n" in text
    assert "      - -e .\n" in text


def test_what_the_package_imports_is_declared_and_all_of_it_is_needed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [canonicalize_name(Requirement(line).name) for line in project["dependencies"]]
    code = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.py")))
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(code.replace("from __future__ import annotations\n", "")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [n.name for n in node.names])
    }
    found = packages_distributions()
    used = {
        canonicalize_name(package)
        for module in modules - sys.stdlib_module_names - {"reformlab"}
        for package in found[module]
    }
    optional = {canonicalize_name(Requirement(r).name) for r in project["optional-dependencies"]["cluster"]}
    # pandas asks for it as it writes Markdown.
    used |= {"tabulate" for _ in re.findall(r"\.to_markdown\(", code)}
    assert used - optional - set(names) == set()
    # Notebooks are opened in it; a font is found in it by its path.
    assert set(names) - used == {"jupyterlab", "mplfonts"}


def test_lock_holds_every_package_in_its_range():
    versions = locked()
    for name, requirement in wanted().items():
        assert name in versions, f"{name} is not in requirements.lock"
        assert versions[name] in requirement.specifier, f"{name} {versions[name]} is out of its range"


def test_lock_holds_the_build_backend_for_an_install_without_build_isolation():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for line in project["build-system"]["requires"]:
        requirement = Requirement(line)
        assert locked()[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_locked_package_has_hashes():
    blocks = re.split(
        r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.M
    )
    without = [block.split()[0] for block in blocks[1:] if "--hash=sha256:" not in block]
    assert without == []


@pytest.mark.parametrize(
    "name", ["pyproject.toml", "environment.yml", "requirements.lock", "Makefile", ".ci/run"]
)
def test_no_file_names_the_address_of_a_registry(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"index-url|--trusted-host|https?://\S*(pypi|simple|conda)", text)
