package io.tollgate.enforcement.console;

import io.tollgate.enforcement.api.ListedLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A busy evening, with names that strangers chose. */
final class ManyCalls extends ListedLedger {

    static final String HOSTILE = "<img src=x onerror=\"window.owned=1\">";

    private static final int ACCOUNTS = 400;
    private static final List<String> PREFIXES =
            List.of("4930", "44207", "1212", "8829", "336", "3906", "34911", "882");

    private final Instant now;
    private final List<Map<String, Object>> calls = new ArrayList<>();

    ManyCalls(Instant now, int calls) {
        this.now = now;
        for (int i = 0; i < calls; i++) {
            this.calls.add(call(i, name(i % ACCOUNTS)));
        }
    }

    private static String name(int number) {
        return switch (number) {
            case 0 -> HOSTILE;
            case 1 -> "alice";
            case 2 -> "a-reseller-with-a-very-long-name.wholesale.example.net";
            case 3 -> "постоянный-клиент";
            default -> "customer-" + number;
        };
    }

    @Override
    protected List<Map<String, Object>> calls() {
        return calls;
    }

    private Map<String, Object> call(int i, String owner) {
        boolean isAnswered = i % 7 != 0;
        var attempted = now.minusMillis(1_000L * (i * 7919L % 5_400) + i);
        var call = new LinkedHashMap<String, Object>();
        call.put("callId", "c-" + i);
        call.put("sipCallId", "%08x@198.51.100.%d".formatted(i * 2_654_435_761L & 0xffffffffL, i % 250));
        call.put("gatewayId", "edge-" + (1 + i % 3));
        call.put("account", owner);
        call.put("direction", i % 11 == 0 ? "INBOUND" : "OUTBOUND");
        call.put("caller", "sip:" + (i % 13 == 0 ? HOSTILE : "49301" + (10_000 + i)) + "@pbx.example.org");
        call.put("callee", "sip:+" + number(i) + "@sip.example.com");
        call.put("destination", number(i));
        call.put("revision", 0);
        call.put("ratedPrefix", PREFIXES.get(i % PREFIXES.size()));
        call.put("ratePlan", "retail");
        call.put("currency", i % 3 == 0 ? null : "EUR");
        call.put("attemptedAt", attempted.toString());
        call.put("answeredAt", isAnswered ? attempted.plusSeconds(6).toString() : null);
        call.put("billedSeconds", 60);
        call.put("cost", isAnswered ? 10_400L * (i % 400) : 0L);
        call.put("uncollected", 0);
        call.put("state", isAnswered ? "ANSWERED" : "RINGING");
        return call;
    }

    private static String number(int i) {
        return PREFIXES.get(i % PREFIXES.size()) + (1_000_000 + i * 37L % 9_000_000);
    }

    @Override
    public List<Map<String, Object>> accounts() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            list.add(account(i));
        }
        return list;
    }

    private Map<String, Object> account(int i) {
        var model = List.of("PREPAID", "POSTPAID", "UNMETERED").get(i % 3);
        boolean isMetered = i % 3 != 2;
        var account = new LinkedHashMap<String, Object>();
        account.put("account", name(i));
        account.put("enabled", i % 29 != 5);
        account.put("channelLimit", i % 5 == 0 ? null : 30);
        account.put("creditModel", model);
        account.put("creditLimit", i % 3 == 1 ? 50_000_000L : 0L);
        account.put("currency", "EUR");
        account.put("ratePlan", isMetered ? "retail" : null);
        account.put("maxCallSeconds", i % 4 == 0 ? 7_200 : null);
        account.put("identities", i == 1 ? List.of("4930123456", "sip:alice@example.org") : List.of());
        account.put("trunks", i % 6 == 0 ? List.of("192.0.2.0/24") : List.of());
        account.put("strictAdmission", i % 8 == 0);
        account.put("admitWithoutDecision", null);
        account.put("balance", isMetered ? 12_345_678L + 1_000_003L * (i * 31L % 90) : 0L);
        account.put("activeChannels", i * 7 % 31);
        account.put(
                "exhaustsAt", isMetered ? now.plusSeconds(20 + i * 97L % 2_400).toString() : null);
        account.put("blocked", i % 17 == 3 ? "NO_BALANCE" : i * 7 % 31 == 30 ? "CHANNEL_LIMIT" : null);
        account.put("updatedAt", now.minusSeconds(15).toString());
        return account;
    }

    @Override
    public List<Map<String, Object>> blacklist() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            list.add(entry(i));
        }
        return list;
    }

    private Map<String, Object> entry(int i) {
        boolean isVerdict = i % 3 != 0;
        var entry = new LinkedHashMap<String, Object>();
        entry.put("entryId", "e-" + i);
        entry.put("account", i % 4 == 3 ? null : name(i));
        entry.put("destinationPrefix", i % 2 == 0 ? null : "882" + i % 10);
        entry.put("sourceNetwork", i % 4 == 3 && i % 2 == 0 ? "203.0.113.0/24" : null);
        entry.put("kind", i % 9 == 4 ? "ALLOW" : "DENY");
        entry.put("reason", isVerdict ? "FRAUD_VERDICT" : i % 2 == 0 ? "OPERATOR" : "NO_BALANCE");
        entry.put("detail", isVerdict ? "calls to premium numbers, 14 in 60 s" : "");
        entry.put("source", isVerdict ? "fraud-scoring" : "night shift");
        entry.put("createdAt", now.minusSeconds(60L * i).toString());
        entry.put(
                "expiresAt", i % 5 == 0 ? null : now.plusSeconds(600 + 211L * i).toString());
        return entry;
    }

    /** One that serves, one that drains, and one that has not been heard for an hour. */
    @Override
    public List<Map<String, Object>> gateways() {
        return List.of(
                gateway(1, "SERVING", now, "HELD"),
                gateway(2, "DRAINING", now, "HELD"),
                gateway(3, "SERVING", now.minusSeconds(3_600), "EXPIRED"));
    }

    private Map<String, Object> gateway(int number, String state, Instant at, String lease) {
        var gateway = new LinkedHashMap<String, Object>();
        gateway.put("gatewayId", "edge-" + number);
        gateway.put("epoch", number);
        gateway.put("startedAt", now.minusSeconds(86_400L * number).toString());
        gateway.put("at", at.toString());
        gateway.put("state", state);
        gateway.put("sip", "198.51.100." + number + ":5060");
        gateway.put("leaseMillis", 1_800_000);
        gateway.put("liveCalls", calls.size() / number);
        gateway.put("lease", lease);
        return gateway;
    }

    @Override
    public List<Map<String, Object>> orderedEntries() {
        return blacklist();
    }

    @Override
    public List<Map<String, Object>> accountEntries() {
        return List.of();
    }
}
