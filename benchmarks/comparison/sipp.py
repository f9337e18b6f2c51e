"""Load by SIPp: calls on schedule through a proxy, or none, to a SIPp that answers them, and what both counted."""

import csv
import pathlib
import signal
import time

import capture
import children
import machine

HERE = pathlib.Path(__file__).parent
OPTIONS = ["-nostdin", "-buff_size", 4 << 20, "-max_socket", 64, "-timer_resol", 1, "-trace_stat", "-fd", 1]
MOST_LIVE = 30_000


class Load:
    """Callers and the callee, on the same ports in every run."""

    def __init__(self, directory):
        self.directory = directory
        self.caller = children.free_port()
        self.callee = children.free_port()
        self.users = directory / "users.csv"
        lines = [f"u{1000 + n};4930{n:07d};" for n in range(1000)]
        self.users.write_text("\n".join(["SEQUENTIAL", *lines, ""]))

    @property
    def callee_address(self):
        return f"127.0.0.1:{self.callee}"

    def run(self, peer, tag, rate, seconds, pause_ms=100, captured=False):
        """So many calls a second for so long; the Call-IDs begin with the tag. At most a second and a half for each of
        seconds, and 25 s, whatever the proxy does."""
        calls = round(rate * seconds)
        pids = peer.pids()
        callee = self._sipp("answerer", self.callee, tag, "-deadcall_wait", 2000)
        time.sleep(0.4)
        if callee.poll() is not None:
            raise SystemExit(f"sipp: the callee left: {self._log('answerer', tag).read_text(errors='replace')[-600:]}")
        tap = self.directory / f"{tag}.pcap"
        tapped = captured and capture.begin(tap, (self.caller, self.callee), self.directory / f"{tag}.dumpcap.log")
        before, stolen = machine.cpu_seconds(pids), machine.stolen_seconds()
        began = time.time()
        callers = self._sipp(
            "caller", self.caller, tag, "-deadcall_wait", 1000, "-r", rate, "-m", calls, "-l", MOST_LIVE, "-d", pause_ms,
            "-inf", self.users, "-key", "callee", self.callee_address, "-cid_str", f"{tag}-%u-%p@127.0.0.1",
            peer.address or self.callee_address,
        )
        children.end(callers, (0, seconds * 1.5 + 25), (signal.SIGTERM, 3))
        spent = time.time() - began
        pids = peer.pids()
        after, stolen_after = machine.cpu_seconds(pids), machine.stolen_seconds()
        children.end(callee, (signal.SIGUSR1, 3), (signal.SIGTERM, 3))
        if tapped:
            capture.finish(tapped)
        result = self._counted(tag, rate, calls)
        result |= {
            "peer": peer.name,
            "seconds": spent,
            "cpu": per_thousand(after - before, result["ok"]),
            "memory": machine.resident_mib(pids),
            "stolen": (stolen_after - stolen) / spent,
            "load": machine.load(),
        }
        if tapped:
            seen = capture.sightings(capture.datagrams(tap), self.caller, self.callee)
            result |= {"latency": capture.latencies(seen), "overtaken": capture.overtaken(seen)}
            tap.unlink()
        return result

    def _sipp(self, scenario, port, tag, *more):
        statistics = self._statistics(scenario, tag)
        statistics.unlink(missing_ok=True)
        command = ["sipp", "-sf", HERE / f"{scenario}.xml", "-i", "127.0.0.1", "-p", port, "-stf", statistics, *OPTIONS, *more]
        return children.start(command, self._log(scenario, tag), cwd=self.directory)

    def _statistics(self, scenario, tag):
        return self.directory / f"{tag}.{scenario}.csv"

    def _log(self, scenario, tag):
        return self.directory / f"{tag}.{scenario}.log"

    def _counted(self, tag, rate, calls):
        """SIPp's own counts, and whether the run was clean: fewer than one call in a thousand failed, or had a message sent
        twice, and SIPp itself kept up with the schedule."""
        rows, answered = (_rows(self._statistics(scenario, tag)) for scenario in ("caller", "answerer"))
        if not rows:
            raise SystemExit(f"sipp counted nothing: {self._log('caller', tag).read_text(errors='replace')[-600:]}")
        last = rows[-1]
        ok = int(last["SuccessfulCall(C)"])
        repeats = int(last["Retransmissions(C)"]) + int(answered[-1]["Retransmissions(C)"] if answered else 0)
        # The first sample and the last are of parts of a second.
        samples = [float(row["CallRate(P)"]) for row in rows[2:-1] if int(row["TotalCallCreated"]) < calls][1:]
        generated = sum(samples) / len(samples) if samples else rate
        bad = calls - ok
        return {
            "tag": tag,
            "rate": rate,
            "calls": calls,
            "ok": ok,
            "bad": bad,
            "repeats": repeats,
            "generated": generated,
            "clean": bad < calls / 1000 and repeats < calls / 1000 and generated >= 0.95 * rate,
        }


def _rows(file):
    if not file.exists():
        return []
    with open(file, newline="", errors="replace") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def per_thousand(amount, calls):
    return 1000 * amount / calls if calls else None

