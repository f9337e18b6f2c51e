package io.tollgate.gateway.identity;

import static io.tollgate.gateway.identity.IdentityFixture.account;
import static io.tollgate.gateway.identity.IdentityFixture.from;
import static io.tollgate.gateway.identity.IdentityFixture.identify;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Identification.Conflicting;
import io.tollgate.gateway.identity.Identification.Identified;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountDirectoryTest {
    private static final AccountSettings ALICE = account("alice", List.of("+4930123", "sip:sales@example.org"));
    private static final AccountSettings BOB =
            account("bob", List.of("bobby@EXAMPLE.org", "robert"), "192.0.2.0/24", "2001:db8::/32");
    private static final AccountSettings MALLORY = account("mallory", List.of(), "192.0.2.128/25");

    private final AccountDirectory directory = new AccountDirectory();

    @BeforeEach
    void provision() {
        directory.put(ALICE);
        directory.put(BOB);
        directory.put(MALLORY);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, bob",
        "192.0.2.127, bob",
        "192.0.2.128, mallory",
        "192.0.2.255, mallory",
        "2001:db8::77, bob",
        "::ffff:192.0.2.1, bob"
    })
    void shouldTakeTheLongestTrunkWhenTheSourceIsProvisioned(String source, String account) {
        // When
        Identification whose =
                identify(directory, from("sip:alice@example.org", source, new Credentials("alice", "r")));

        // Then
        assertThat(whose).isEqualTo(new Identified(account, Identity.TRUNK, directory.settings(account)));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:zoe@example.org, zoe",
        "sip:+49401@example.org;user=phone, yann",
        "sip:yann@example.org, yann",
        "sip:unknown@example.org, xaver",
        "sip:alice@example.org, xaver",
        "sip:example.org, xaver"
    })
    void shouldChooseByFromThenByNameWhenAccountsShareATrunk(String uri, String account) {
        // Given
        directory.put(account("zoe", List.of(), "203.0.113.5"));
        directory.put(account("xaver", List.of(), "203.0.113.5"));
        directory.put(account("yann", List.of("+49401"), "203.0.113.5/32"));

        // When
        Identification whose = identify(directory, from(uri, "203.0.113.5"));

        // Then
        assertThat(whose).isEqualTo(new Identified(account, Identity.TRUNK, directory.settings(account)));
    }

    @ParameterizedTest
    @CsvSource({
        "mallory, , mallory",
        "robert, , bob",
        "bobby, example.org, bob",
        "bobby, other.example, bobby",
        "bobby, , bobby",
        "bobby@example.ORG, other.example, bob",
        "sip:bobby@example.org, , bob",
        "bob@evil.example, , bob@evil.example",
        "+4930123, , alice",
        "nobody, , nobody",
        "Bob, , Bob"
    })
    void shouldTakeTheAccountOfTheCredentialsBeforeThatOfFrom(String username, String realm, String account) {
        // When
        Identification whose =
                identify(directory, from("sip:alice@example.org", "198.51.100.1", new Credentials(username, realm)));

        // Then
        assertThat(whose).isEqualTo(new Identified(account, Identity.CLAIMED, directory.settings(account)));
    }

    @Test
    void shouldNotChooseWhenCredentialsNameSeveralAccounts() {
        // When
        Identification whose = identify(
                directory,
                from(
                        "sip:alice@example.org",
                        "198.51.100.1",
                        new Credentials("", "a"),
                        new Credentials("bob", "a"),
                        new Credentials("mallory", "b")));

        // Then
        assertThat(whose).isEqualTo(new Conflicting("bob", "mallory"));
    }

    @Test
    void shouldChooseWhenAllCredentialsNameOneAccount() {
        // When
        Identification whose = identify(
                directory,
                from(
                        "sip:alice@example.org",
                        "198.51.100.1",
                        new Credentials("bob", "a"),
                        new Credentials("robert", "b")));

        // Then
        assertThat(whose).isEqualTo(new Identified("bob", Identity.CLAIMED, BOB));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, alice",
        "sips:alice@example.org:5061;transport=tls, alice",
        "sip:%61lice@example.org, alice",
        "sip:alice:secret@example.org, alice",
        "sip:alice;x=y@example.org, alice",
        "sip:+4930123;cpc=ordinary@example.org;user=phone, alice",
        "tel:+4930123;cpc=ordinary, alice",
        "sip:%2B4930123@example.org, alice",
        "sip:sales@example.org, alice",
        "sip:sales@EXAMPLE.org:5070, alice",
        "sip:sales@other.example, sales",
        "sip:robert@anywhere.example, bob",
        "sip:bobby@example.org, bob",
        "sip:Alice@example.org, Alice",
        "sip:nobody@[2001:db8::1]:5060, nobody",
        "sip:example.org, anonymous",
        "sip:@example.org, anonymous",
        "sip:anonymous@anonymous.invalid, anonymous",
        "'', anonymous"
    })
    void shouldTakeTheAccountThatFromNamesWhenNothingElseDoes(String uri, String account) {
        // When
        Identification whose = identify(directory, from(uri));

        // Then
        assertThat(whose).isEqualTo(new Identified(account, Identity.CLAIMED, directory.settings(account)));
    }

    @Test
    void shouldPreferUserWithDomainThenNameThenUserAlone() {
        // Given
        directory.put(account("tenant-1", List.of("alice@one.example", "robert")));
        directory.put(account("tenant-2@two.example", List.of("alice")));

        // Then
        assertThat(claimed("sip:alice@one.example")).isEqualTo("tenant-1");
        assertThat(claimed("sip:alice@two.example")).isEqualTo("alice");
        assertThat(claimed("sip:robert@one.example")).isEqualTo("bob");
        assertThat(claimed("sip:tenant-2@two.example")).isEqualTo("tenant-2@two.example");
        assertThat(claimed("sip:tenant-2@one.example")).isEqualTo("tenant-2");
    }

    @Test
    void shouldBoundTheNameWhenNobodyProvisionedIt() {
        // Then
        assertThat(claimed("sip:" + "x".repeat(60_000) + "@example.org")).hasSize(AccountDirectory.MOST_CHARACTERS);
    }

    @ParameterizedTest
    @CsvSource({
        "bob, sip:alice@192.0.2.9, bob",
        "gone, sip:alice@192.0.2.9, gone",
        ", sip:alice@192.0.2.9:5062, alice",
        ", sip:+4930123@192.0.2.9, alice",
        ", sip:bobby@example.org, bob",
        ", sip:nobody@192.0.2.9, nobody",
        ", sip:192.0.2.9, anonymous"
    })
    void shouldTakeThePathTokensAccountThenTheRequestUrisWhenTheUpstreamCalls(
            String pathAccount, String uri, String account) {
        // When
        Identified whose = directory.identifyInbound(pathAccount, uri);

        // Then
        assertThat(whose).isEqualTo(new Identified(account, Identity.UPSTREAM, directory.settings(account)));
    }

    @Test
    void shouldKnowNothingOfTheOldSettingsWhenNewOnesCame() {
        // Given
        AccountSettings moved = account("bob", List.of("robin"), "2001:db8::/32", "203.0.113.0/24");

        // When
        directory.put(moved);

        // Then
        assertThat(claimed("sip:robert@example.org")).isEqualTo("robert");
        assertThat(claimed("sip:robin@example.org")).isEqualTo("bob");
        assertThat(identify(directory, from("sip:x@h", "192.0.2.1")))
                .isEqualTo(new Identified("x", Identity.CLAIMED, null));
        assertThat(identify(directory, from("sip:x@h", "203.0.113.9")))
                .isEqualTo(new Identified("bob", Identity.TRUNK, moved));
        assertThat(identify(directory, from("sip:x@h", "2001:db8::1")))
                .isEqualTo(new Identified("bob", Identity.TRUNK, moved));
    }

    @Test
    void shouldKnowNothingOfAnAccountWhenItIsForgotten() {
        // When
        directory.remove("bob");
        directory.remove("bob");
        directory.remove("nobody");

        // Then
        assertThat(directory.size()).isEqualTo(2);
        assertThat(directory.settings("bob")).isNull();
        assertThat(identify(directory, from("sip:robert@example.org", "192.0.2.1")))
                .isEqualTo(new Identified("robert", Identity.CLAIMED, null));
    }

    private String claimed(String uri) {
        return ((Identified) identify(directory, from(uri))).account();
    }
}
