"""Datagrams on loopback with the kernel's stamps: what a proxy adds to a call, and whether messages overtook each other."""

import re
import signal
import struct
import time

import children

CALL_ID = re.compile(rb"\r\n(?:Call-ID|i) *: *([^\r\n]+)", re.I)
METHOD = re.compile(rb"\r\nCSeq *: *\d+ +(\w+)", re.I)
_NEVER = float("inf")
LINK_BYTES = {0: 4, 1: 14, 101: 0, 113: 16, 276: 20}


def begin(file, ports, log):
    """Captures what comes from or goes to these ports."""
    ports = " or ".join(f"port {port}" for port in ports)
    command = ["dumpcap", "-q", "-P", "-i", "lo", "-B", "128", "-s", "700", "-w", file, "-f", f"udp and ({ports})"]
    process = children.start(command, log)
    deadline = time.time() + 10
    while "File:" not in open(log, errors="replace").read():
        if process.poll() is not None or time.time() > deadline:
            raise SystemExit(f"dumpcap does not capture on lo: {open(log, errors='replace').read().strip()}")
        time.sleep(0.05)
    return process


def finish(process):
    time.sleep(1)  # it fetches what the kernel has stamped in blocks, and leaves the last one behind if it ends before
    children.end(process, (signal.SIGINT, 10))


def datagrams(file):
    """(seconds, source port, target port, payload) of each UDP datagram over IPv4 in a pcap file."""
    data = file.read_bytes()
    order, scale = {
        b"\xd4\xc3\xb2\xa1": ("<", 1e6), b"\x4d\x3c\xb2\xa1": ("<", 1e9),
        b"\xa1\xb2\xc3\xd4": (">", 1e6), b"\xa1\xb2\x3c\x4d": (">", 1e9),
    }[data[:4]]
    link = LINK_BYTES[struct.unpack_from(order + "I", data, 20)[0]]
    header, at = struct.Struct(order + "IIII"), 24
    while at + header.size <= len(data):
        seconds, fraction, length, _ = header.unpack_from(data, at)
        packet = data[at + header.size + link : at + header.size + length]
        at += header.size + length
        udp = (packet[0] & 15) * 4 if len(packet) >= 28 and packet[9] == 17 else len(packet)
        if len(packet) >= udp + 8:  # else torn, or no UDP
            source, target = struct.unpack_from(">HH", packet, udp)
            yield seconds + fraction / scale, source, target, packet[udp + 8 :]


def sightings(packets, caller, callee):
    """When each message of each call was first seen, by what and where: {call: {("INVITE", "from caller"): seconds}}."""
    calls = {}
    for seconds, source, target, payload in packets:
        call, method = CALL_ID.search(payload), METHOD.search(payload)
        if not call or not method:
            continue
        name = method.group(1).decode()
        if payload.startswith(b"SIP/2.0 "):
            name = f"{payload[8:11].decode()} {name}"
        # Without a proxy a datagram is seen once, and has left the one and reached the other at that instant.
        seen = calls.setdefault(call.group(1), {})
        for port, end in ((caller, "caller"), (callee, "callee")):
            if source == port:
                seen.setdefault((name, "from " + end), seconds)
            if target == port:
                seen.setdefault((name, "to " + end), seconds)
    return calls


def _between(seen, *pairs):
    """The sum of the times between two sightings of each pair, in milliseconds; None if one is missing."""
    if all(first in seen and last in seen for first, last in pairs):
        return 1e3 * sum(seen[last] - seen[first] for first, last in pairs)
    return None


def latencies(calls):
    """What the middle adds to each call's INVITE and 200 together, and to BYE and its 200; and how long an answer takes."""
    def through(request, answer):
        return ((request, "from caller"), (request, "to callee")), ((answer, "from callee"), (answer, "to caller"))

    measured = {
        "added": through("INVITE", "200 INVITE"),
        "added to BYE": through("BYE", "200 BYE"),
        "answered": ((("INVITE", "from caller"), ("200 INVITE", "to caller")),),
    }
    found = {name: [_between(seen, *pairs) for seen in calls.values()] for name, pairs in measured.items()}
    return {name: percentiles([ms for ms in all_ms if ms is not None]) for name, all_ms in found.items()}


def percentiles(values):
    values = sorted(values)
    if not values:
        return None
    at = lambda share: values[min(len(values) - 1, int(share * len(values)))]
    return {"n": len(values), "p50": at(0.5), "p90": at(0.9), "p99": at(0.99), "max": values[-1]}


def _overtook(seen, first, last, sender, receiver):
    """Whether the last came to the receiver before the first, though the middle had them in their order: the kernel itself
    swaps two datagrams where their sender moves to another processor between them."""
    came = last, "to " + receiver
    left = last, "from " + sender
    swapped_before = left in seen and seen.get((first, "from " + sender), _NEVER) > seen[left]
    return came in seen and seen.get((first, "to " + receiver), _NEVER) > seen[came] and not swapped_before


def overtaken(calls):
    """Of the calls whose BYE reached the callee: how many, and in how many the middle let it come before the ACK that was sent
    first; likewise in how many a 180 that reached the caller did so after the 200."""
    whole = [seen for seen in calls.values() if ("BYE", "to callee") in seen]
    rung = [seen for seen in whole if ("180 INVITE", "to caller") in seen]
    byes = sum(_overtook(seen, "ACK", "BYE", "caller", "callee") for seen in whole)
    rings = sum(_overtook(seen, "180 INVITE", "200 INVITE", "callee", "caller") for seen in rung)
    return {"calls": len(whole), "bye": byes, "ringing": rings}
