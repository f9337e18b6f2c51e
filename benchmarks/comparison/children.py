"""Processes of ours: each is ended by its id, whatever happens, and none is waited for without a bound."""

import atexit
import signal
import socket
import subprocess
import sys

_started = []


def start(command, log, **more):
    """Starts a process of its own session, so that a Ctrl-C reaches it through us alone, with its words in a file."""
    with open(log, "ab") as out:
        streams = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out, **more}
        process = subprocess.Popen([str(word) for word in command], start_new_session=True, **streams)
    _started.append(process)
    return process


def end(process, *steps):
    """Ends it by signals, each with seconds to obey; by default TERM and, after 20 s, KILL."""
    for sign, seconds in steps or ((signal.SIGTERM, 20),):
        if process.poll() is not None:
            break
        process.send_signal(sign)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
    if process.poll() is None:
        process.kill()
        process.wait(10)
    if process in _started:
        _started.remove(process)


def _end_all():
    for process in reversed(list(_started)):
        end(process, (signal.SIGTERM, 5))


atexit.register(_end_all)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def free_port():
    """A UDP port of loopback that nobody has now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
