"""What is compared: no proxy, a relay, Kamailio, Tollgate's gateway. The last two are asked over SIP whether they are ready and
refuse."""

import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time

import children
import machine

HERE = pathlib.Path(__file__).parent
START_SECONDS = 60
LIMIT = 100_000
THREAD = re.compile(r'^"([^"]*)".* cpu=([\d.]+)ms(?:.* allocated=([\d.]+)([BKMG]))?.* tid=(\S+)', re.M)
UNITS = {"B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
BLACKLISTED = ("blocked", "493012345678")


class NoProxy:
    """The floor: the callers send to the callee."""

    name = "no proxy"
    address = None

    def pids(self):
        return []

    def stop(self):
        pass


class Proxy:
    """A process that listens on a free port of loopback."""

    process = None

    def pids(self):
        return machine.family(self.process.pid)

    def check(self):
        """It serves, and its blacklist holds: what is compared does the same work."""
        deadline = time.time() + START_SECONDS
        while ask(self.address, "OPTIONS", "ping", "")[:1] != "2":
            if self.process.poll() is not None or time.time() > deadline:
                raise SystemExit(f"{self.name} does not serve; see {self.log}:\n{self.log.read_text(errors='replace')[-1500:]}")
            time.sleep(0.1)
        refusal = ask(self.address, "INVITE", *BLACKLISTED)
        if refusal != "403":
            raise SystemExit(f"{self.name} answers {refusal or 'nothing'} to a blacklisted call, and not 403; see {self.log}")

    def stop(self):
        children.end(self.process)


class Relay(Proxy):
    """The floor of any proxy: one socket, nothing read, in C."""

    name = "relay"

    def __init__(self, load):
        port = children.free_port()
        self.address = f"127.0.0.1:{port}"
        self.log = load.directory / "relay.log"
        program = load.directory / "relay"
        subprocess.run(["cc", "-O2", "-o", program, HERE / "relay.c"], check=True)
        self.process = children.start([program, port, load.caller, load.callee], self.log)
        await_ready(self.process, self.log, "relay is ready")


class Kamailio(Proxy):
    """The distribution's package with dialogs, a limit for each user, and a blacklist in memory."""

    name = "Kamailio"

    def __init__(self, load, workers):
        self.address = f"127.0.0.1:{children.free_port()}"
        self.log = load.directory / "kamailio.log"
        text = (HERE / "kamailio.cfg").read_text()
        values = {"ADDRESS": self.address, "CALLEE": load.callee_address, "WORKERS": str(workers), "LIMIT": str(LIMIT)}
        configuration = load.directory / "kamailio.cfg"
        configuration.write_text(re.sub(r"@(\w+)@", lambda match: values[match.group(1)], text))
        # -DD: all its processes stay below this one. -E: it says everything there. 1 GB for all, 16 MB for each.
        command = ["kamailio", "-DD", "-E", "-f", configuration, "-m", 1024, "-M", 16, "-b", 4 << 20]
        command += ["-Y", load.directory, "-w", load.directory, "-P", load.directory / "kamailio.pid"]
        self.process = children.start(command, self.log)
        self.check()


class Tollgate(Proxy):
    """One gateway as users start it, publishing to a Kafka that runs in another process with the accounts and the
    blacklist in its topics. What counts as the gateway's is its whole JVM."""

    name = "Tollgate"

    def __init__(self, load, home, java):
        self.java = java
        self.log = load.directory / "gateway.log"
        self.broker = Broker(load, home, java)
        secret = load.directory / "secret"
        secret.write_text(secrets.token_hex(32) + "\n")
        self.process = children.start(
            [
                home / "tollgate", "gateway", "--sip=127.0.0.1:0", "--gateway-http=off", "--gateway-id=compared",
                f"--kafka={self.broker.ready['kafka']}", f"--registry={self.broker.ready['registry']}",
                f"--upstream=sip:{load.callee_address}", f"--data={load.directory / 'data'}", f"--secret-file={secret}",
            ],
            self.log,
        )
        self.address = await_ready(self.process, self.log, "Tollgate is ready:")["sip"]
        self.check()

    def events(self, tag, calls):
        """What the topic holds of the calls under this tag, once it holds as much as it should."""
        return self.broker.count(tag, calls)

    def jcmd(self, *words):
        """What the JVM says to an order, empty without that tool."""
        tool = pathlib.Path(self.java).resolve().parent / "jcmd"
        if not tool.exists():
            return ""
        return subprocess.run([tool, str(self.process.pid), *words], capture_output=True, text=True, timeout=60).stdout

    def threads(self):
        """{thread: (name without number, seconds of processor time, bytes taken from the heap)} so far, as the JVM rounds."""
        return {
            thread: (name.rstrip("0123456789-# "), float(cpu) / 1e3, float(amount or 0) * UNITS[unit or "B"])
            for name, cpu, amount, unit, thread in THREAD.findall(self.jcmd("Thread.print", "-e"))
        }

    def stop(self):
        super().stop()
        self.broker.stop()


class Broker:
    """Kafka and a registry in a JVM of their own; it ends when its input does."""

    def __init__(self, load, home, java):
        self.log = load.directory / "broker.log"
        target = home / "benchmarks" / "target"
        classes = f"{target / 'benchmarks.jar'}:{(target / 'class-path').read_text().strip()}"
        self.process = children.start(
            [java, "-Xmx1g", "-XX:+UseG1GC", "-cp", classes, "io.tollgate.benchmark.Benchmarks", "comparison-broker",
             f"--data={load.directory / 'kafka'}"],
            self.log, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.ready = fields(self._line())

    def count(self, tag, calls):
        self.process.stdin.write(f"{tag} {calls}\n")
        self.process.stdin.flush()
        return json.loads(self._line())

    def _line(self):
        """Its next line; it bounds all that it does, so that a line comes."""
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the broker has left; see {self.log}:\n{self.log.read_text(errors='replace')[-1500:]}")
        return line

    def pids(self):
        return [self.process.pid]

    def stop(self):
        self.process.stdin.close()
        children.end(self.process, (0, 20), (signal.SIGTERM, 10))


def fields(line):
    return dict(word.split("=", 1) for word in line.split() if "=" in word)


def await_ready(process, log, beginning):
    deadline = time.time() + START_SECONDS
    while time.time() < deadline and process.poll() is None:
        for line in log.read_text(errors="replace").splitlines():
            if line.startswith(beginning):
                return fields(line)
        time.sleep(0.1)
    raise SystemExit(f"no '{beginning}'; see {log}:\n{log.read_text(errors='replace')[-1500:]}")


def ask(address, method, user, number):
    """The status of the final answer to one request, empty if none comes in a second."""
    host, port = address.split(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.bind(("127.0.0.1", 0))
        phone.settimeout(1)
        here, key = "127.0.0.1:%d" % phone.getsockname()[1], secrets.token_hex(8)
        target = f"sip:{number}@{address}" if number else f"sip:{address}"

        def send(name, to):
            lines = [
                f"{name} {target} SIP/2.0", f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{key}", "Max-Forwards: 70",
                f"From: <sip:{user}@example.org>;tag={key}", to, f"Call-ID: {key}", f"CSeq: 1 {name}",
                f"Contact: <sip:{user}@{here}>", "Content-Length: 0", "", "",
            ]
            phone.sendto("\r\n".join(lines).encode(), (host, int(port)))

        send(method, f"To: <{target}>")
        try:
            while True:
                answer = phone.recv(65_535).decode(errors="replace")
                status = answer.split(" ", 2)[1]
                if status[0] != "1":
                    if method == "INVITE":
                        send("ACK", next(line for line in answer.split("\r\n") if line.lower().startswith("to:")))
                    return status
        except OSError:
            return ""


def java():
    """The JVM that ./tollgate takes."""
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else shutil.which("java")
