"""The launcher ends what it started, brings back what died, and touches nothing else."""

import os
import signal
import subprocess
import threading
import time

import pytest

from infra.local.processes import Ledger, Started, group_members, spawn, start_ticks
from infra.local.progress import Progress
from infra.local.supervisor import Supervisor

PATHS = {"PATH": os.defpath}


def start(name, script, tmp_path, ledger=None):
    return spawn(
        name,
        ["/bin/sh", "-c", script],
        environment=PATHS,
        folder=tmp_path,
        log=tmp_path / f"{name}.log",
        ledger=ledger,
    )


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "processes.json")


def test_the_helpers_of_a_process_end_with_it(tmp_path):
    started = start("web", "sleep 60 & sleep 60 & wait", tmp_path)
    wait_for(lambda: len(group_members(started.pid)) == 3)
    started.stop()
    assert group_members(started.pid) == []


def test_a_process_that_does_not_listen_is_ended_by_force(tmp_path):
    started = start("deaf", "trap '' TERM; while :; do sleep 0.1; done", tmp_path)
    time.sleep(0.2)
    started.stop(seconds=0.3)
    assert not started.alive


def test_what_a_crash_left_is_ended_by_the_next_run(tmp_path, ledger):
    started = start("worker", "sleep 60", tmp_path, ledger)
    assert Ledger(tmp_path / "processes.json").stop_leftovers() == ["worker"]
    assert not started.alive
    assert ledger.entries() == []


def test_a_stranger_with_the_same_number_is_left_alone(ledger):
    stranger = subprocess.Popen(["/bin/sleep", "60"], start_new_session=True)
    try:
        ledger.add(Started("web", stranger.pid, start_ticks(stranger.pid) - 1))
        assert ledger.stop_leftovers() == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_process_that_dies_is_started_again(tmp_path, ledger, capsys):
    supervisor = Supervisor(ledger, Progress())
    supervisor.start("worker", ["/bin/sleep", "60"], PATHS, tmp_path / "worker.log")
    first = ledger.entries()[0]
    watching = threading.Thread(target=supervisor.watch, args=(lambda: None,))
    watching.start()
    try:
        os.kill(first.pid, signal.SIGKILL)
        wait_for(lambda: ledger.entries() and ledger.entries()[0] != first)
        assert ledger.entries()[0].alive
    finally:
        supervisor.ask_to_stop()
        watching.join()
        supervisor.stop()
    assert ledger.entries() == []
    assert "worker ended unexpectedly, starting it again in 1 s" in capsys.readouterr().out
