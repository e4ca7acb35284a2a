"""The real servers: a primary, a standby that follows it, and roles with no more than they need.

pytest's folders are closed to other users (0700), so as root this is also the case of a checkout
beneath such a folder.
"""

import os
import socket
import subprocess
import time
from pathlib import Path

import pytest

from infra.local.postgres import Cluster
from infra.local.progress import LaunchError
from infra.local.secrets_file import load_secrets
from infra.local.valkey import Valkey


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="module")
def passwords(folder):
    return load_secrets(folder / "secrets.env")


@pytest.fixture(scope="module")
def cluster(folder, passwords):
    cluster = Cluster(folder / "postgres", passwords, fast=True)
    cluster.start()
    yield cluster
    cluster.remove()


def query(cluster, role, statement, server=None):
    """Asks as one of the roles; answers the values, or the server's complaint."""
    done = subprocess.run(
        [cluster.binary("psql"), "-XqtA", "-c", statement, cluster.url(role, server=server)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip()


def say(port, line):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(f"{line}\r\n".encode())
        return connection.recv(1000).decode().strip()


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_the_folders_above_the_data_keep_their_owner_and_permissions(folder, cluster):
    for above in (folder, *folder.parents):
        if above.stat().st_uid == os.geteuid() and above.name.startswith("pytest"):
            assert above.stat().st_mode & 0o077 == 0
    assert folder.stat().st_uid == os.geteuid()


def test_the_server_is_not_root(cluster):
    process = cluster.primary.process()
    owner = Path(f"/proc/{process.pid}").stat().st_uid
    assert owner != 0 or cluster.identity.mode == "mapped"


def test_chinese_is_searchable(cluster):
    assert query(cluster, "app", "SHOW server_encoding") == "UTF8"
    provider = "SELECT concat(datlocprovider, datlocale) FROM pg_database WHERE datname = 'credit'"
    assert query(cluster, "app", provider) == "bC.UTF-8"
    assert query(cluster, "app", "SELECT array_length(show_trgm('王小明'), 1) > 0") == "t"


def test_the_standby_follows_and_refuses_to_write(cluster):
    query(cluster, "migrator", "CREATE TABLE followed (no int); GRANT SELECT ON followed TO credit_app")
    query(cluster, "migrator", "INSERT INTO followed VALUES (7)")
    wait_for(lambda: query(cluster, "app", "SELECT no FROM followed", cluster.standby) == "7")
    assert "read-only transaction" in query(
        cluster, "migrator", "INSERT INTO followed VALUES (8)", cluster.standby
    )


def test_the_app_may_not_create_and_the_owner_owns(cluster):
    assert "permission denied" in query(cluster, "app", "CREATE SCHEMA b001")
    assert "permission denied" in query(cluster, "app", "CREATE TABLE public.mine (no int)")
    query(cluster, "migrator", "CREATE SCHEMA b002")
    owner = "SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'b002'"
    assert query(cluster, "app", owner) == "credit_owner"


def test_the_standby_catches_up_after_an_absence(cluster):
    query(cluster, "migrator", "CREATE TABLE missed (no int); GRANT SELECT ON missed TO credit_app")
    cluster.standby.stop()
    assert not cluster.running()
    query(cluster, "migrator", "INSERT INTO missed VALUES (1)")
    port = cluster.standby.port
    cluster.start_standby()
    assert cluster.standby.port == port
    wait_for(lambda: query(cluster, "app", "SELECT no FROM missed", cluster.standby) == "1")


def test_a_standby_that_is_broken_is_copied_anew(cluster):
    cluster.standby.stop()
    (cluster.standby.data / "global" / "pg_control").unlink()
    cluster.start_standby()
    assert query(cluster, "app", "SELECT pg_is_in_recovery()", cluster.standby) == "t"


def test_servers_survive_their_launcher_and_are_found_again(cluster, folder, passwords):
    ports = {server.name: server.port for server in cluster.servers}
    later = Cluster(folder / "postgres", passwords, fast=True, ports=ports)
    before = later.primary.process()
    later.start()
    assert later.primary.process() == before


def test_a_stale_pid_file_harms_nobody(cluster):
    cluster.stop()
    pid_file = cluster.primary.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.primary.data}\n")
    assert cluster.primary.process() is None
    cluster.stop()
    cluster.start()
    assert cluster.running()


def test_a_password_that_does_not_fit_is_one_line(cluster, folder, passwords):
    ports = {server.name: server.port for server in cluster.servers}
    other = {**passwords, "POSTGRES_PASSWORD": "another"}
    with pytest.raises(LaunchError, match="password authentication failed"):
        Cluster(folder / "postgres", other, fast=True, ports=ports).sql("SELECT 1")


def test_valkey_wants_its_password(folder, passwords):
    valkey = Valkey(folder / "valkey", passwords, fast=True)
    valkey.start()
    try:
        password = valkey.url.partition("://:")[2].partition("@")[0]
        assert say(valkey.port, "PING") == "-NOAUTH Authentication required."
        assert say(valkey.port, f"AUTH {password}") == "+OK"
    finally:
        valkey.stop()
    assert not valkey.running()
