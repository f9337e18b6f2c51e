package io.tollgate.schemas.serde;

import org.apache.avro.Conversion;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Lets Avro make instances of our generated classes. From 1.12.2 on Avro makes none that the JVM was not told to trust:
 * not even {@code Account.newBuilder().build()} works, as it reads an enum's default. A system property would have to be
 * set wherever our jar is used; Avro looks for conversions by itself before it makes the first record, so this one, which
 * converts nothing, says the word in time. It trusts the records and enums of one package and takes no trust away.
 *
 * <p>Made by {@link java.util.ServiceLoader}; acts once, when the class is loaded.
 */
public final class OwnRecordsTrusted extends Conversion<OwnRecordsTrusted> {

    private static final String PACKAGE = "io.tollgate";

    static {
        ClassSecurityPredicate own = type ->
                PACKAGE.equals(type.getPackageName()) && (type.isEnum() || SpecificRecord.class.isAssignableFrom(type));
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), own));
    }

    @Override
    public Class<OwnRecordsTrusted> getConvertedType() {
        return OwnRecordsTrusted.class;
    }

    @Override
    public String getLogicalTypeName() {
        return "tollgate-own-records-trusted";
    }
}
