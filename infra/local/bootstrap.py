"""First step of every make target, run by whatever `python3` the machine has.

It must stay readable to any Python 3 (no f-strings, no annotations), so that an old one
gets a sentence instead of a SyntaxError. All real work is in `toolchain`.
"""

import os
import sys

NEEDED = (3, 11)


def too_old(version):
    """The line to print when this Python cannot run the project, else nothing."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    return (
        (
            "Python %d.%d or newer is needed, but this is %d.%d (%s). Install python3.11 or newer"  # noqa: UP031
            " and run again, for example: make demo PYTHON=python3.11"
        )
        % (NEEDED + tuple(version[:2]) + (sys.executable,))
    )  # noqa: RUF005


def main():
    """Check the interpreter, then hand over to the modern modules."""
    complaint = too_old(sys.version_info)
    if complaint:
        sys.stderr.write("error: " + complaint + "\n")
        return 2
    here = os.path.dirname(os.path.abspath(__file__))
    # Started as a script, Python put this folder on the path; the project root belongs there.
    sys.path[0] = os.path.dirname(os.path.dirname(here))
    from infra.local.toolchain import main as install_and_run

    return install_and_run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
