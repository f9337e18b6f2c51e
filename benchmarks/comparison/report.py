"""The results as Markdown, for docs/performance.md."""


def line(result):
    """One run, while it goes on."""
    cpu = "" if not result["cpu"] else f", {result['cpu']:.3f} CPU-s per 1,000 calls, {result['memory']:.0f} MiB"
    return (
        f"{result['peer']}: {result['tag']}, {result['generated']:.0f} of {result['rate']:g} calls/s, {result['calls']} calls, "
        f"{result['bad']} bad, {result['repeats']} repeats{cpu}, stolen {result['stolen']:.2f}, load {result['load']:.1f}"
        + ("" if result["clean"] else "  NOT CLEAN")
    )


def table(heads, rows):
    print("| " + " | ".join(heads) + " |")
    print("|" + " --- |" * len(heads))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def show(results):
    of = {result["peer"]: result for result in results}
    print()
    table(["", *of, *(["ratio"] if {"Kamailio", "Tollgate"} <= of.keys() else [])], rows(of))
    if "Tollgate" in of:
        events(of["Tollgate"])
        threads(of["Tollgate"])


def rows(of):
    """A row for each figure; the last column is Tollgate's for one of Kamailio's."""
    both = [of.get("Kamailio"), of.get("Tollgate")]

    def row(title, figure, form):
        values = {name: figure(result) for name, result in of.items()}
        cells = ["" if value is None else form.format(value) for value in values.values()]
        if all(both):
            theirs, ours = values["Kamailio"], values["Tollgate"]
            cells.append(f"{ours / theirs:.2f}" if theirs and ours is not None else "")
        return [title, *cells]

    rates = next((result["cpu"] for result in of.values() if result["cpu"]), [])
    for place, at in enumerate(rates):
        cpu = lambda result: result["cpu"][place]["cpu"] if result["cpu"] else None
        yield row(f"CPU-seconds per 1,000 calls at {at['rate']:g} calls/s", cpu, "{:.3f}")
    if rates:
        held = lambda result: result["held"]["cpu"] if "held" in result else None
        yield row(f"the same at {rates[-1]['rate']:g} calls/s that last 3 s", held, "{:.3f}")
    yield row("highest clean rate, calls/s", best, "{:,.0f}")
    rate = next(iter(of.values()))["latency"]["rate"]
    delays = {
        "added": "INVITE and 200 delayed",
        "added to BYE": "BYE and its 200 delayed",
        "answered": "INVITE to 200 at the caller",
    }
    for name, what in delays.items():
        for share in ("p50", "p99", "max"):
            figure = lambda result: (result["latency"]["latency"][name] or {}).get(share)
            yield row(f"{what} at {rate:g} calls/s, {share}, ms", figure, "{:.2f}")
    yield row("calls without a pause whose BYE overtook the ACK, %", lambda result: overtaken(result, "bye"), "{:.2f}")
    yield row("and whose 200 overtook the 180, %", lambda result: overtaken(result, "ringing"), "{:.2f}")
    yield row("memory after those, MiB", lambda result: result["order"]["memory"] or None, "{:.0f}")
    yield row("memory after the rising load, MiB", lambda result: result["ramp"][-1]["memory"] or None, "{:.0f}")


def best(result):
    """The last clean rate before the first that was not."""
    rate = 0
    for step in result["ramp"]:
        if not step["clean"]:
            break
        rate = step["rate"]
    return rate


def overtaken(result, kind):
    found = result["order"]["overtaken"]
    return 100 * found[kind] / found["calls"] if found["calls"] else None


def events(tollgate):
    """Each answered call has an event of each of four kinds, in that order, and no other."""
    runs = [*tollgate["cpu"], *(tollgate[name] for name in ("held", "latency", "order")), *tollgate["ramp"]]
    print("Events of Tollgate's calls in the topic:")
    print()
    table(
        ["run", "calls", "events", "attempted", "ringing", "answered", "ended", "complete and in order"],
        [
            [run["tag"], f"{run['ok']:,}", *(f"{run['events'][kind]:,}" for kind in
             ("events", "CallAttempted", "CallRinging", "CallAnswered", "CallEnded", "complete"))]
            for run in runs
        ],
    )


def threads(tollgate):
    costs = tollgate["threads"]
    if not costs:
        print("No jcmd beside java, so nothing is known of the gateway's threads.")
        return
    rate = tollgate["cpu"][-1]["rate"]
    total = [sum(cost[kind] for cost in costs.values()) for kind in (0, 1)]
    print(f"What the gateway's threads spent at {rate:g} calls/s:")
    print()
    table(
        ["thread", "CPU-ms per 1,000 calls", "bytes of heap per call"],
        [[name, f"{1e3 * cpu:.1f}", f"{heap / 1e3:,.0f}"] for name, (cpu, heap) in [("all", total), *costs.items()]
         if cpu >= 0.0005],
    )
