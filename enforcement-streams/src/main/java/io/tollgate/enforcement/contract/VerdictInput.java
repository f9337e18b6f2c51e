package io.tollgate.enforcement.contract;

import io.tollgate.FraudVerdict;
import io.tollgate.enforcement.blacklist.Breadth;
import io.tollgate.enforcement.blacklist.Subjects;
import io.tollgate.enforcement.verdict.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what fraud systems write. Safe for threads. */
public final class VerdictInput implements Interpreter<FraudVerdict, Verdict> {

    private final Breadth breadth;

    public VerdictInput(Breadth breadth) {
        this.breadth = breadth;
    }

    @Override
    public Verdict interpret(String key, @Nullable FraudVerdict value) {
        var avro = Objects.requireNonNull(value);
        Identifier.requireShort("verdictId", avro.getVerdictId());
        Identifier.requireShort("source", avro.getSource());
        Identifier.requireShort("callId", avro.getCallId());
        Identifier.requireShort("account", avro.getAccount());
        Identifier.requireShort("destinationPrefix", avro.getDestinationPrefix());
        Identifier.requireShort("sourceNetwork", avro.getSourceNetwork());
        Calendar.require("issuedAt", avro.getIssuedAt());
        Calendar.require("expiresAt", avro.getExpiresAt());
        var verdict = new Verdict(
                avro.getVerdictId(),
                avro.getSource(),
                Verdict.Action.valueOf(avro.getAction().name()),
                avro.getCallId(),
                Subjects.of(avro.getAccount(), avro.getDestinationPrefix(), avro.getSourceNetwork()),
                avro.getExpiresAt(),
                FreeText.beginning(avro.getReason()));
        verdict.check(breadth);
        return verdict;
    }
}
