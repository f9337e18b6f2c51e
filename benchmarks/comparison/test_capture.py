"""python3 -m unittest discover benchmarks/comparison"""

import pathlib
import struct
import tempfile
import unittest

import capture

CALLER, CALLEE, PROXY = 1000, 2000, 3000


def message(start, call="one", method=None):
    return f"{start} SIP/2.0\r\nCall-ID: {call}\r\nCSeq: 1 {method or start.split()[0]}\r\n\r\n".encode()


def answer(status, method, call="one"):
    return f"SIP/2.0 {status} Any\r\nCall-ID: {call}\r\nCSeq: 1 {method}\r\n\r\n".encode()


def seen(*packets):
    return capture.sightings(packets, CALLER, CALLEE)


class CaptureTest(unittest.TestCase):
    def test_reads_udp_with_stamps_and_passes_over_what_is_torn(self):
        payload = message("BYE sip:a")
        udp = struct.pack(">HHHH", CALLER, PROXY, 8 + len(payload), 0) + payload
        packet = bytes(14) + bytes([0x45]) + bytes(8) + bytes([17]) + bytes(10) + udp
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "a.pcap")
            file.write_bytes(
                b"\xd4\xc3\xb2\xa1" + bytes(16) + struct.pack("<I", 1)
                + struct.pack("<IIII", 7, 500_000, len(packet), len(packet)) + packet
                + struct.pack("<IIII", 8, 0, 99, 99) + packet[:20]
            )
            self.assertEqual([(7.5, CALLER, PROXY, payload)], list(capture.datagrams(file)))

    def test_adds_up_what_the_middle_adds_to_request_and_answer(self):
        calls = seen(
            (1.000, CALLER, PROXY, message("INVITE sip:a")),
            (1.002, PROXY, CALLEE, message("INVITE sip:a")),
            (1.010, CALLEE, PROXY, answer(200, "INVITE")),
            (1.013, PROXY, CALLER, answer(200, "INVITE")),
            (1.513, PROXY, CALLER, answer(200, "INVITE")),  # the second time does not count
        )
        found = capture.latencies(calls)
        self.assertAlmostEqual(5, found["added"]["p50"], places=6)
        self.assertAlmostEqual(13, found["answered"]["p99"], places=6)
        self.assertIsNone(found["added to BYE"])

    def test_tells_a_bye_that_overtook_its_ack(self):
        calls = seen(
            (1.0, CALLER, PROXY, message("ACK sip:a")),
            (1.1, CALLER, PROXY, message("BYE sip:a")),
            (1.2, PROXY, CALLEE, message("BYE sip:a")),
            (1.3, PROXY, CALLEE, message("ACK sip:a")),
            (2.1, PROXY, CALLEE, message("ACK sip:a", call="two")),
            (2.2, PROXY, CALLEE, message("BYE sip:a", call="two")),
            (2.3, PROXY, CALLER, answer(200, "INVITE", call="two")),
            (2.4, PROXY, CALLER, answer(180, "INVITE", call="two")),
            (3.0, PROXY, CALLEE, message("ACK sip:a", call="never ended")),
        )
        self.assertEqual({"calls": 2, "bye": 1, "ringing": 1}, capture.overtaken(calls))

    def test_does_not_blame_the_middle_for_what_came_to_it_in_another_order(self):
        calls = seen(
            (1.0, CALLER, PROXY, message("BYE sip:a")),
            (1.1, CALLER, PROXY, message("ACK sip:a")),
            (1.2, PROXY, CALLEE, message("BYE sip:a")),
            (1.3, PROXY, CALLEE, message("ACK sip:a")),
        )
        self.assertEqual({"calls": 1, "bye": 0, "ringing": 0}, capture.overtaken(calls))

    def test_counts_no_answer_to_bye_as_one_to_invite(self):
        calls = seen(
            (1.0, CALLER, PROXY, message("INVITE sip:a")),
            (1.1, PROXY, CALLER, answer(200, "BYE")),
        )
        self.assertIsNone(capture.latencies(calls)["answered"])


if __name__ == "__main__":
    unittest.main()
