package io.tollgate.launcher.operator;

/** What the API answers in several tests. */
final class Answers {
    static final String ALICE = """
            {"account": "alice", "enabled": true, "channelLimit": 2, "creditModel": "PREPAID", "creditLimit": 0,
             "currency": "EUR", "ratePlan": "standard", "maxCallSeconds": null, "identities": ["al"], "trunks": [],
             "strictAdmission": false, "admitWithoutDecision": null,
             "balance": 10500000, "activeChannels": 1, "exhaustsAt": "2026-03-01T14:05:00Z", "blocked": null,
             "updatedAt": "2026-03-01T11:59:00Z"}""";

    private Answers() {}
}
