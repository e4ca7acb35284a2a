"""Foreseeable trouble ends in one line that says what to do, before any long work has begun."""

import ast
import errno
import shutil
import socket
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from infra.local import bootstrap, cli, demo, files, toolchain
from infra.local.progress import LaunchError

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def busy_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def demo_elsewhere(monkeypatch, tmp_path):
    """The demo's files in a folder of the test, not in the checkout."""
    monkeypatch.setattr(demo, "LOCAL", tmp_path)
    monkeypatch.setattr(demo, "HOME", tmp_path / "demo")
    monkeypatch.setattr(demo, "STAMP", tmp_path / "demo" / "prepared")
    monkeypatch.setattr(demo, "LOCK", tmp_path / "demo.lock")
    return tmp_path


def test_an_old_python_is_told_what_to_install():
    complaint = bootstrap.too_old((3, 9, 2))
    assert "Python 3.11 or newer is needed, but this is 3.9" in complaint
    assert "make demo PYTHON=" in complaint
    assert "\n" not in complaint


def test_the_python_of_debian_12_is_new_enough():
    assert not bootstrap.too_old((3, 11, 2))


def test_an_old_python_can_read_the_first_step():
    tree = ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign)]


def test_a_python_without_venv_is_told_the_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(LaunchError, match="ensurepip is missing.*apt-get install"):
        toolchain.require_venv_module()


def test_a_nearly_full_disk_is_noticed_first(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 4 * 10**8))
    with pytest.raises(LaunchError, match=r"0\.4 GB free, 3 GB needed\. Free some space"):
        files.require_space(tmp_path, 3.0)


def test_a_disk_that_fills_up_during_installation(tmp_path, monkeypatch):
    monkeypatch.setattr(toolchain, "LOGS", tmp_path)
    script = "echo 'write failed: No space left on device'; exit 1"
    with pytest.raises(LaunchError, match="The disk is full"):
        toolchain.run("install", ["/bin/sh", "-c", script], "Try again.")


def test_a_disk_that_fills_up_while_running(monkeypatch, capsys):
    def full() -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli, "run_demo", full)
    assert cli.main(["demo"]) == 1
    assert capsys.readouterr().err == "error: The disk is full. Free some space and run again.\n"


def test_without_network_the_reason_is_shown_and_not_the_hints(tmp_path, monkeypatch):
    monkeypatch.setattr(toolchain, "LOGS", tmp_path)
    script = "echo '  × Failed to download django'; echo 'hint: it is needed'; exit 2"
    with pytest.raises(LaunchError) as caught:
        toolchain.run("install the Python packages", ["/bin/sh", "-c", script], "Check the network.")
    line = str(caught.value)
    assert "Failed to download django — Check the network." in line
    assert "hint" not in line
    assert "\n" not in line


def test_a_busy_port_is_noticed_before_anything_is_started(busy_port, monkeypatch, demo_elsewhere, capsys):
    monkeypatch.setenv("PORT", str(busy_port))
    assert cli.main(["demo"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"error: Port {busy_port} on 127.0.0.1 is in use by another program.")
    assert "make demo PORT=" in said.err
    assert said.err.count("\n") == 1
    assert not (demo_elsewhere / "demo" / "postgres").exists()


def test_a_port_that_is_no_port(monkeypatch):
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(LaunchError, match="PORT must be a number"):
        demo.web_port()


def test_a_second_demo_of_the_same_checkout_is_refused(demo_elsewhere):
    with (
        demo.lock_demo(),
        pytest.raises(LaunchError, match="already running .* Stop it there with Ctrl-C"),
        demo.lock_demo(),
    ):
        pytest.fail("both hold the lock")
