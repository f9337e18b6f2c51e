"""Tollgate's gateway, Kamailio, a relay that reads nothing and no proxy under the same load, in turn, and the ratios."""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile

import machine
import peers
import report
import sipp

HOME = pathlib.Path(__file__).resolve().parents[2]
HELD_MS = 3_000  # longer than a call must last for a gateway to keep it beyond its own memory
PEERS = ["none", "relay", "kamailio", "tollgate"]
PLAN = {  # seconds of each section; the rates of the rising load
    "full": {"warm": 20, "cpu": 15, "latency": 6, "order": 5, "step": 5,
             "ramp": [200, 500, 750, 1000, 1250, 1500, 1750, 2000, 2500, 3000, 4000, 5000, 6000]},
    "quick": {"warm": 4, "cpu": 4, "latency": 2, "order": 2, "step": 2, "ramp": [200, 1000]},
}


def main():
    options = parse()
    tools = ["sipp", "kamailio", "dumpcap", *(["cc"] if "relay" in (options.only or PEERS) else [])]
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        sys.exit(f"compare: missing {', '.join(missing)}; on Debian: apt-get install sip-tester kamailio tshark gcc libc6-dev")
    plan = PLAN["quick" if options.quick else "full"]
    java = peers.java()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="tollgate-compare-"))
    facts = machine.surroundings(HOME, java)
    facts.append(("command", " ".join(["benchmarks/compare", *sys.argv[1:]])))
    facts.append(("JVM options", os.environ.get("TOLLGATE_JAVA_OPTS", "none")))
    for name, fact in [*facts, ("load", f"{machine.load():.2f}")]:
        print(f"{name:11} {fact}", flush=True)
    load = sipp.Load(directory)
    starts = {
        "none": peers.NoProxy,
        "relay": lambda: peers.Relay(load),
        "kamailio": lambda: peers.Kamailio(load, options.workers),
        "tollgate": lambda: peers.Tollgate(load, HOME, java),
    }
    try:
        results = []
        for name in options.only or PEERS:
            peer = starts[name]()
            try:
                results.append(measure(peer, load, plan, options))
            finally:
                peer.stop()
        report.show(results)
    except BaseException:
        print(f"compare: the logs are in {directory}", file=sys.stderr)
        raise
    shutil.rmtree(directory, ignore_errors=True)


def parse():
    parser = argparse.ArgumentParser(prog="benchmarks/compare", description=__doc__, epilog=(
        "Calls are INVITE/100/180/200/ACK, 100 ms, BYE/200 by SIPp over UDP on loopback. What is counted, and how, is in "
        "docs/performance.md. About eleven minutes; keep the machine quiet meanwhile."))
    add = parser.add_argument
    add("--quick", action="store_true", help="a minute and a half, to see that it works; the figures say little")
    add("--only", action="append", choices=PEERS, help="leaves the others out; may come again")
    add("--rates", type=lambda text: [int(rate) for rate in text.split(",")], default=[200, 500],
        help="calls a second at which processor time is counted (default 200,500); the last for all else")
    add("--workers", type=int, default=4, help="Kamailio's UDP workers (default 4)")
    add("--jfr", type=pathlib.Path, metavar="FILE", help="flight recording of one more run at the last of the rates")
    return parser.parse_args()


def measure(peer, load, plan, options):
    rate = options.rates[-1]
    found = {"peer": peer.name, "cpu": []}

    def run(tag, *more, **kinds):
        result = load.run(peer, tag, *more, **kinds)
        if isinstance(peer, peers.Tollgate):
            result["events"] = peer.events(tag, result["ok"])
        print(report.line(result), file=sys.stderr, flush=True)
        return result

    run("warm", rate, plan["warm"] if isinstance(peer, peers.Tollgate) else 2)
    if peer.pids():
        found["cpu"] = [run(f"cpu{each}", each, plan["cpu"]) for each in options.rates]
        found["held"] = run("held", rate, plan["cpu"], pause_ms=HELD_MS)
    found["latency"] = run("latency", rate, plan["latency"], captured=True)
    found["order"] = run("order", rate, plan["order"], pause_ms=0, captured=True)
    if isinstance(peer, peers.Tollgate):
        found["threads"] = threads(peer, run, rate, plan["cpu"])
        if options.jfr:
            record(peer, run, rate, plan["cpu"], options.jfr.resolve())
    found["ramp"] = list(ramp(run, plan))
    return found


def ramp(run, plan):
    """Rising rates, until two in a row are not clean."""
    bad = 0
    for rate in plan["ramp"]:
        result = run(f"ramp{rate}", rate, plan["step"])
        yield result
        bad = 0 if result["clean"] else bad + 1
        if bad == 2:
            return


def threads(gateway, run, rate, seconds):
    """What a thousand calls cost by thread: {name: [seconds, bytes of heap]}; empty without jcmd."""
    before = gateway.threads()
    calls = run("threads", rate, seconds)["ok"]
    costs = {}
    for thread, (name, cpu, heap) in gateway.threads().items():
        cost = costs.setdefault(name, [0, 0])
        _, cpu_before, heap_before = before.get(thread, (name, 0, 0))
        cost[0] += sipp.per_thousand(cpu - cpu_before, calls) or 0
        cost[1] += sipp.per_thousand(heap - heap_before, calls) or 0
    return dict(sorted(costs.items(), key=lambda cost: -cost[1][0]))


def record(gateway, run, rate, seconds, file):
    gateway.jcmd("JFR.start", "name=compare", "settings=profile")
    run("jfr", rate, seconds)
    gateway.jcmd("JFR.stop", "name=compare", f"filename={file}")
    print(f"compare: {file if file.exists() else 'no recording: the JDK has no jcmd'}", file=sys.stderr)


main()
