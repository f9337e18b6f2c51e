package io.tollgate.enforcement.store;

import io.tollgate.Account;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.account.Terms;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.topic.Topics;
import org.apache.kafka.common.serialization.Serde;

/** Accounts' standings and settings as bytes. */
public final class AccountForms {

    private static final int VERSION = 1;

    private AccountForms() {}

    static Serde<AccountStanding> standings() {
        return new StateSerde<>(AccountForms::write, AccountForms::read);
    }

    /** As on their own topic: the registry keeps every version of their schema, so that old state stays readable. */
    public static Serde<Account> settings(SchemaRegistry registry) {
        var serializer = new AvroSerializer<Account>(registry);
        var deserializer = new AvroDeserializer<>(Account.class, registry);
        return new StateSerde<>(
                account -> serializer.serialize(Topics.ACCOUNTS.name(), account),
                bytes -> deserializer.deserialize(Topics.ACCOUNTS.name(), bytes));
    }

    private static byte[] write(AccountStanding standing) {
        var terms = standing.terms();
        return new StateWriter(VERSION)
                .constant(standing.provision())
                .flag(terms.enabled())
                .optionalInt(terms.channelLimit())
                .flag(terms.strict())
                .flag(terms.metered())
                .flag(terms.admitsUndecided())
                .int32(standing.held())
                .toBytes();
    }

    private static AccountStanding read(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        return new AccountStanding(
                in.constant(Provision.class),
                new Terms(in.flag(), in.optionalInt(), in.flag(), in.flag(), in.flag()),
                in.int32());
    }
}
