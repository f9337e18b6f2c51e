package io.tollgate.gateway.kafka;

import io.tollgate.Account;
import io.tollgate.Admission;
import io.tollgate.CreditModel;
import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Network;
import io.tollgate.schemas.input.AccountRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Avro records as the core's. A network that is none must never become "every network": whatever is named and cannot be
 * understood makes the record invalid. Accounts follow the rules that Streams has too, or one would go by settings that
 * the other does not know. No state.
 */
final class InboundMapping {
    private InboundMapping() {}

    static AccountSettings account(String key, Account account) throws InvalidRecord {
        InvalidRecord.refuse(AccountRules.fault(key, account));
        List<Network> trunks = new ArrayList<>();
        for (String trunk : account.getTrunks()) {
            trunks.add(named("trunks", trunk));
        }
        return new AccountSettings(
                account.getAccount(),
                account.getEnabled(),
                account.getIdentities(),
                trunks,
                account.getStrictAdmission(),
                account.getAdmitWithoutDecision(),
                account.getCreditModel() != CreditModel.UNMETERED,
                account.getHa1(),
                account.getMaxCallSeconds(),
                account.getChannelLimit());
    }

    static BlacklistEntry entry(String key, io.tollgate.BlacklistEntry entry) throws InvalidRecord {
        require(key.equals(entry.getEntryId()), "key and entryId differ");
        return new BlacklistEntry(
                entry.getEntryId(),
                entry.getAccount(),
                entry.getDestinationPrefix(),
                network(entry.getSourceNetwork()),
                EntryKind.valueOf(entry.getKind().name()),
                BlacklistReason.valueOf(entry.getReason().name()),
                entry.getExpiresAt());
    }

    static Termination termination(io.tollgate.Termination termination) throws InvalidRecord {
        return new Termination(
                termination.getTerminationId(),
                termination.getRevision(),
                termination.getIssuedAt(),
                termination.getCallId(),
                termination.getAccount(),
                termination.getDestinationPrefix(),
                network(termination.getSourceNetwork()),
                termination.getAt(),
                TerminationReason.valueOf(termination.getReason().name()),
                termination.getDetail(),
                termination.getVerdictId());
    }

    static AdmissionDecision admission(Admission admission) {
        var reason = admission.getReason();
        return new AdmissionDecision(
                admission.getCallId(),
                admission.getAccount(),
                admission.getAdmitted(),
                reason == null ? null : RefusalReason.valueOf(reason.name()),
                admission.getPaidSeconds());
    }

    private static @Nullable Network network(@Nullable String text) throws InvalidRecord {
        return text == null ? null : named("sourceNetwork", text);
    }

    private static Network named(String what, String text) throws InvalidRecord {
        Network network = Network.parse(text);
        if (network == null) {
            throw new InvalidRecord(what + " is no network: '" + text + "'");
        }
        return network;
    }

    private static void require(boolean legal, String fault) throws InvalidRecord {
        if (!legal) {
            throw new InvalidRecord(fault);
        }
    }
}
