package io.tollgate.enforcement.store;

import io.tollgate.Account;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.account.Terms;
import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.charge.Purse;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.topic.Topics;
import org.apache.kafka.common.serialization.Serde;

/** Accounts' standings and settings as bytes. */
public final class AccountForms {

    private static final int VERSION = 2;

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
        var payment = terms.payment();
        var purse = standing.purse();
        return new StateWriter(VERSION)
                .constant(standing.provision())
                .flag(terms.enabled())
                .optionalInt(terms.channelLimit())
                .flag(terms.strict())
                .flag(terms.admitsUndecided())
                .int32(standing.held())
                .constant(payment.model())
                .money(payment.creditLimit())
                .text(payment.currency())
                .optionalText(payment.ratePlan())
                .optionalInt(payment.maxCallSeconds())
                .money(purse.settled())
                .money(purse.drawn())
                .money(purse.setAside())
                .instant(purse.asOf())
                .int32(purse.running())
                .optionalInstant(standing.lookAt())
                .toBytes();
    }

    private static AccountStanding read(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        if (in.isBefore(2)) {
            return readFirst(in);
        }
        var provision = in.constant(Provision.class);
        boolean enabled = in.flag();
        var channelLimit = in.optionalInt();
        boolean strict = in.flag();
        boolean admitsUndecided = in.flag();
        int held = in.int32();
        var payment = new PaymentTerms(
                in.constant(CreditModel.class), in.money(), in.text(), in.optionalText(), in.optionalInt());
        var terms = new Terms(enabled, channelLimit, strict, admitsUndecided, payment);
        var purse = new Purse(in.money(), in.money(), in.money(), in.instant(), in.int32());
        return new AccountStanding(provision, terms, held, purse, in.optionalInstant());
    }

    /** From before there was money: what the account pays comes with its next settings. */
    private static AccountStanding readFirst(StateReader in) {
        var provision = in.constant(Provision.class);
        boolean enabled = in.flag();
        var channelLimit = in.optionalInt();
        boolean strict = in.flag();
        in.flag();
        return AccountStanding.of(
                provision, new Terms(enabled, channelLimit, strict, in.flag(), PaymentTerms.FREE), in.int32());
    }
}
