"""TCP ports on 127.0.0.1."""

import random
import socket

from infra.local.progress import LaunchError

# Below the range from which systems hand out ports for outgoing connections, so that a chosen
# port is not taken by some client between two starts.
CHOICES = range(18_000, 28_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something accepts connections on this port."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def choose_port(preferred: int | None = None) -> int:
    """The port used last time if it is still free, else any free one."""
    if preferred is not None and is_free(preferred):
        return preferred
    for port in random.sample(CHOICES, 200):
        if is_free(port):
            return port
    raise LaunchError("No free TCP port on 127.0.0.1 between 18000 and 28000.")


def require_free(port: int, variable: str) -> None:
    """Says which setting to change when the port a person will use is taken."""
    if not is_free(port):
        raise LaunchError(
            f"Port {port} on 127.0.0.1 is in use by another program. Stop that program or choose"
            f" another port, for example: make demo {variable}={port + 80}"
        )
