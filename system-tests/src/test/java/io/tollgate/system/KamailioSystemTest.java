package io.tollgate.system;

import static io.tollgate.testsupport.fixture.Orders.blacklistAccount;
import static io.tollgate.testsupport.fixture.Orders.terminateAccount;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAnswered;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRefused;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.Identity;
import io.tollgate.LegClosed;
import io.tollgate.RefusalReason;
import io.tollgate.TerminationReason;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Installed;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Softphones that others wrote, registered with a registrar that others wrote, call each other through Tollgate: once on
 * the way to Kamailio and, along the Path of the callee's registration, once more on the way from it. Kamailio challenges
 * each REGISTER and INVITE.
 */
class KamailioSystemTest {
    private static final long SECOND = 1_000; // micro-units

    private static Cluster cluster;
    private static Site site;

    @BeforeAll
    static void findProgramsAndStart() {
        Installed.require("kamailio", "baresip");
        cluster = Cluster.shared();
        site = Site.shared();
    }

    @Test
    void shouldCarryACallWithHoldBetweenRegisteredUsers() {
        // Given
        try (Baresip alice = site.baresip("kamailio-alice");
                Baresip bob = site.baresip("kamailio-bob")) {
            String ours = "<sip:" + site.gateway().sip().hostPort() + ";";
            site.kamailio().awaitRegistered(alice.user(), ours);
            site.kamailio().awaitRegistered(bob.user(), ours);

            // When
            alice.dial(bob.user());
            alice.awaitEstablished();
            bob.awaitEstablished();
            alice.hold();
            bob.awaitReinvite();
            alice.resume();
            bob.awaitReinvite();
            alice.hangUp();

            // Then
            bob.awaitBye();
            assertThat(awaitEnd(alice.user(), EndCause.CALLER))
                    .returns(Direction.OUTBOUND, CallEvent::getDirection)
                    .returns(true, end -> end.getIdentity() != Identity.CLAIMED);
            assertThat(awaitEnd(bob.user(), EndCause.CALLER)).returns(Direction.INBOUND, CallEvent::getDirection);
            assertThat(cluster.events().values(event -> event.getAccount().equals(alice.user())))
                    .as("the INVITE that Kamailio challenged")
                    .anyMatch(event -> event.getEvent() instanceof CallEnded ended
                            && Integer.valueOf(407).equals(ended.getSipStatus()));
        }
    }

    @Test
    void shouldCarryACallBetweenATlsAndAUdpPhoneWhicheverCalls() {
        // Given
        try (Baresip secure = site.secureBaresip("kamailio-tls");
                Baresip plain = site.baresip("kamailio-udp")) {
            for (Baresip caller : List.of(secure, plain)) {
                Baresip callee = caller == secure ? plain : secure;

                // When
                caller.dial(callee.user());
                caller.awaitEstablished();
                callee.awaitEstablished();
                callee.hold();
                caller.awaitReinvite();
                callee.hangUp();

                // Then
                caller.awaitBye();
            }
        }
    }

    @Test
    void shouldSendCopiesOfWhatItHearsAndSaysToACollector() {
        // Given
        String gateway = site.gateway().sip().hostPort();
        String upstream = site.kamailio().address();
        try (Baresip caller = site.baresip("kamailio-copied")) {

            // When
            caller.dial("nobody");

            // Then: the INVITE, its challenge, the answer to that and its end, as each leaves its hop
            caller.awaitRefused(404);
            Kamailio collector = site.collector();
            collector.awaitCopy(gateway, "INVITE sip:nobody@" + Kamailio.DOMAIN);
            collector.awaitCopy(upstream, "407 to INVITE");
            collector.awaitCopy(gateway, "407 to INVITE");
            collector.awaitCopy(gateway, "INVITE sip:nobody@" + Kamailio.DOMAIN);
            collector.awaitCopy(upstream, "404 to INVITE");
            collector.awaitCopy(gateway, "404 to INVITE");
        }
    }

    @Test
    void shouldEndALiveCallAtBothPhonesOnAVerdict() {
        // Given
        try (Baresip alice = site.baresip("kamailio-fraudster");
                Baresip bob = site.baresip("kamailio-accomplice")) {
            alice.dial(bob.user());
            alice.awaitEstablished();
            bob.awaitEstablished();
            cluster.events()
                    .await(
                            "the answer",
                            1,
                            event -> event.getAccount().equals(alice.user())
                                    && event.getEvent() instanceof CallAnswered);

            // When
            cluster.verdict(terminateAccount(alice.user()).build());

            // Then
            alice.awaitBye();
            bob.awaitBye();
            awaitEnd(alice.user(), EndCause.TERMINATED);
            List<CallEvent> legs = cluster.events()
                    .await(
                            "both legs",
                            2,
                            event -> event.getAccount().equals(alice.user()) && event.getEvent() instanceof LegClosed);
            assertThat(legs).allMatch(leg -> Integer.valueOf(200).equals(((LegClosed) leg.getEvent()).getSipStatus()));
        }
    }

    @Test
    void shouldRefuseTheSecondCallWhenTheOnlyChannelIsTaken() {
        // Given
        try (Baresip alice = site.baresip("kamailio-narrow");
                Baresip bob = site.baresip("kamailio-callee")) {
            cluster.provision(Accounts.account(alice.user())
                    .setChannelLimit(1)
                    .setStrictAdmission(true)
                    .build());
            alice.dial(bob.user());
            alice.awaitEstablished();
            bob.awaitEstablished();
            cluster.awaitChannels(alice.user(), 1);

            // When
            alice.dial(bob.user());

            // Then
            alice.awaitRefused(486);
            cluster.awaitChannels(alice.user(), 1);
            alice.hangUp();
            bob.awaitBye();
        }
    }

    @Test
    void shouldRefuseABlacklistedPrefixBeforeKamailioHearsOfIt() {
        // Given
        try (Baresip mallory = site.baresip("kamailio-mallory")) {
            cluster.verdict(blacklistAccount(mallory.user())
                    .setDestinationPrefix(Cast.PREMIUM_PREFIX)
                    .build());
            cluster.blacklist().await("the entry", 1, entry -> mallory.user().equals(entry.getAccount()));
            site.gateway().awaitMessageStatus(mallory.user(), Cast.PREMIUM_PREFIX + "0", 403);

            // When
            mallory.dial(Cast.PREMIUM);

            // Then
            mallory.awaitRefused(403);
            assertThat(site.kamailio().requests("INVITE sip:" + Cast.PREMIUM)).isEmpty();
            cluster.events()
                    .await(
                            "the refusal",
                            1,
                            event -> event.getAccount().equals(mallory.user())
                                    && event.getEvent() instanceof CallRefused refused
                                    && refused.getReason() == RefusalReason.BLACKLISTED);
        }
    }

    @Test
    void shouldEndACallAtBothPhonesWhenTheMoneyIsGone() {
        // Given
        String number = Billing.PREFIX + "5550001";
        try (Baresip alice = site.baresip("kamailio-prepaid");
                Baresip bob = site.baresip(number)) {
            cluster.billing().open(alice.user(), Tariff.bySecond(SECOND), 2 * SECOND);

            // When
            alice.dial(number);

            // Then
            alice.awaitEstablished();
            alice.awaitBye();
            bob.awaitBye();
            CallEnded end =
                    (CallEnded) awaitEnd(alice.user(), EndCause.TERMINATED).getEvent();
            assertThat(end.getTerminationReason()).isEqualTo(TerminationReason.BALANCE_EXHAUSTED);
            cluster.awaitBalance(alice.user(), 0);
        }
    }

    private static CallEvent awaitEnd(String account, EndCause cause) {
        return cluster.events()
                .await(
                        "the end by " + cause + " of " + account,
                        1,
                        event -> event.getAccount().equals(account)
                                && event.getEvent() instanceof CallEnded ended
                                && ended.getCause() == cause)
                .get(0);
    }
}
