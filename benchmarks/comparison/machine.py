"""What the kernel says of processes, and what a figure is worth nothing without: machine, JDK, commit, load."""

import os
import pathlib
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
PROC = pathlib.Path("/proc")


def _stat(pid):
    """The fields behind the name, which may hold anything."""
    return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()


def family(root):
    """A process and all its descendants."""
    children = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int(_stat(entry.name)[1]), []).append(int(entry.name))
            except OSError:
                pass  # ended meanwhile
    found, todo = [], [root]
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def cpu_seconds(pids):
    """User and system time so far, threads that have ended included."""
    total = 0
    for pid in pids:
        try:
            fields = _stat(pid)
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total / TICKS


def resident_mib(pids):
    """Memory in RAM; what several processes share counts once (PSS), as it is there once."""
    kib = 0
    for pid in pids:
        try:
            for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kib += int(line.split()[1])
        except OSError:
            pass
    return kib / 1024


def stolen_seconds():
    """Processor time that the hypervisor gave to others since the machine's start."""
    return int((PROC / "stat").read_text().split("\n", 1)[0].split()[8]) / TICKS


def _said(*command):
    """A program's first line; some say their version on the error stream, some with a bad status."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=20)
    except OSError:
        return "unknown"
    return next((line.strip() for line in done.stdout.splitlines() if line.strip()), "unknown")


def surroundings(home, java):
    models = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return [
        ("when", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())),
        ("machine", f"{models[0] if models else os.uname().machine}, {os.cpu_count()} processors, Linux {os.uname().release}"),
        ("JDK", _said(java, "-version")),
        ("Kamailio", _said("kamailio", "-v")),
        ("SIPp", _said("sipp", "-v")),
        ("commit", _said("git", "-C", str(home), "describe", "--always", "--dirty", "--abbrev=10")),
    ]


def load():
    return os.getloadavg()[0]
