"""The commands behind the make targets."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence

from infra.local.check import LINT, format_code, run_checks, run_lint
from infra.local.console import generate_client, prepare_console
from infra.local.demo import reset_demo, run_demo
from infra.local.progress import LaunchError, Progress
from infra.local.servers import PROFILES, servers_of


def main(arguments: Sequence[str]) -> int:
    """Runs one command. Foreseeable trouble becomes one line on standard error."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except LaunchError as error:
        complaint = str(error)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            complaint = "The disk is full. Free some space and run again."
        elif error.errno in (errno.EACCES, errno.EPERM):
            complaint = (
                f"No permission for {error.filename}. Was an earlier run made by another user?"
                " Run as that user, or delete .local and run again."
            )
        else:
            raise
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return 130
    sys.stderr.write(f"error: {complaint}\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in (
        ("setup", "install the console's packages and build it"),
        ("demo", "start the demo and stay until Ctrl-C"),
        ("demo-reset", "stop the demo and delete its data"),
        ("test", "all checks and tests but the slow ones"),
        ("test-long", "all checks and all tests"),
        ("lint", f"static checks: {', '.join(LINT)}"),
        ("format", "rewrite the code in the house style"),
        ("client", "write the console's typed client from the API descriptions"),
    ):
        commands.add_parser(name, help=text)
    servers = commands.add_parser("servers", help="embedded Postgres and Valkey")
    servers.add_argument("action", choices=("start", "stop", "status"))
    servers.add_argument("--profile", choices=tuple(PROFILES), default="test")
    run = commands.add_parser("run", help="run a program with the servers' environment")
    run.add_argument("--profile", choices=tuple(PROFILES), default="test")
    run.add_argument("program", nargs=argparse.REMAINDER)
    return parser


def _run(options: argparse.Namespace) -> int:
    match options.command:
        case "setup":
            with Progress().stage("Console packages and build"):
                prepare_console()
            return 0
        case "demo":
            return run_demo()
        case "demo-reset":
            return reset_demo()
        case "test":
            return run_checks(slow=False)
        case "test-long":
            return run_checks(slow=True)
        case "lint":
            return run_lint()
        case "format":
            return format_code()
        case "client":
            return generate_client()
        case "servers":
            return _servers(options.action, options.profile)
        case _:
            return _run_program(options.profile, options.program)


def _servers(action: str, profile: str) -> int:
    servers = servers_of(profile)
    if action == "start":
        servers.ensure()
    elif action == "stop":
        servers.stop()
    for name, state in servers_of(profile).status().items():
        print(f"{name}: {state}")
    return 0


def _run_program(profile: str, words: Sequence[str]) -> int:
    program = [word for word in words if word != "--"] if words[:1] == ["--"] else list(words)
    if not program:
        raise LaunchError("Say what to run: python -m infra.local run --profile demo -- PROGRAM")
    environment = {**os.environ, **servers_of(profile).ensure()}
    os.execvpe(program[0], program, environment)  # noqa: S606
