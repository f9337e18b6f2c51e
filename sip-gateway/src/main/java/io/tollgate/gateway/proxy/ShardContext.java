package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AttemptRates;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.dialog.Order;
import io.tollgate.gateway.event.CallEventSink;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.identity.DigestCheck;
import io.tollgate.gateway.identity.Identifier;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.journal.CallJournal;
import io.tollgate.gateway.journal.Places;
import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.number.NumberPlan;
import io.tollgate.gateway.token.Tokens;
import io.tollgate.gateway.transaction.InstantTimers.Armed;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.transaction.Timers;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.Reply;
import io.tollgate.gateway.wire.SipMessage;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of one shard share: its thread and timers, its tables, and the gateway's policies. */
final class ShardContext implements Executor {
    private static final Logger LOGGER = LoggerFactory.getLogger(ShardContext.class);

    private final Shard shard;
    private final ProxyParts parts;
    private final Door door;
    private final Tokens tokens;
    private final Passes passes;
    private final NextHop hops;
    private final Assertions assertions;
    private final Challenges challenges;
    private final Referrals referrals;
    private final Identifier identifier;
    private final AttemptRates rates;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private final long seed = random.nextLong();
    private final Transactions transactions;
    private final CallTable calls;
    private final Closer closer = new Closer(this);
    private final Strangers strangers = new Strangers();
    private final LargeRequests largeRequests;
    private boolean givenUp;

    ShardContext(Shard shard, ProxyParts parts, Door door) {
        this.shard = shard;
        this.parts = parts;
        this.transactions =
                new Transactions(new Room(parts.limits().transactions(), Limits.MOST_REQUEST_BYTES / parts.shards()));
        this.calls = new CallTable(
                Limits.mostLingering(Runtime.getRuntime().maxMemory(), parts.shards()),
                Limits.MOST_LINGERING_BYTES / parts.shards());
        this.door = door;
        this.tokens = parts.tokens().get();
        this.passes = new Passes(
                parts.boundary(), tokens, parts.gatewayId(), parts.places().self());
        this.hops = new NextHop(parts.boundary(), parts.open(), parts.lookups());
        this.assertions = new Assertions(parts.boundary(), parts.trusted());
        this.referrals = new Referrals(this, parts.identity().transfers());
        IdentityPolicy policy = parts.identity().policy();
        this.challenges = new Challenges(policy, parts.identity().nonces(), tokens, parts.clock());
        this.identifier = new Identifier(parts.accounts(), policy.order(), new DigestCheck(policy.realm(), challenges));
        this.largeRequests = new LargeRequests(parts.limits().datagramBytes(), parts.boundary());
        this.rates = new AttemptRates(parts.attemptRate(), random.nextLong());
    }

    @Override
    public void execute(Runnable task) {
        shard.execute(task);
    }

    /** As {@link Shard#executeSoon}. For all threads. */
    void executeSoon(Runnable task) {
        shard.executeSoon(task);
    }

    Timeout arm(long delayNanos, Runnable task) {
        return shard.arm(delayNanos, task);
    }

    void disarm(@Nullable Timeout timeout) {
        shard.disarm(timeout);
    }

    Armed at(Instant due, Runnable task) {
        return shard.at(due, task);
    }

    void disarm(@Nullable Armed timer) {
        shard.disarm(timer);
    }

    /** A request of our own, or one passed on, ready to start. */
    ClientTransaction client(long id, Method method, byte[] request, Flow flow, ClientTransaction.User user) {
        ClientTransaction client = new ClientTransaction(this, id, method, request, flow, user);
        transactions.add(id, client);
        return client;
    }

    /** Answers a request without keeping anything of it. For all threads. */
    void replyStateless(SipMessage request, Flow from, int status, String headers) {
        sendStateless(request, from, status, Reply.to(request, from, status, statelessTag(request), headers));
    }

    /** Likewise, saying what is wrong with it. */
    void replyStateless(SipMessage request, Flow from, int status, String phrase, String headers) {
        sendStateless(request, from, status, Reply.to(request, from, status, phrase, statelessTag(request), headers));
    }

    private void sendStateless(SipMessage request, Flow from, int status, byte[] whole) {
        int most = door.provedAddress(from) ? Integer.MAX_VALUE : AnswerBudget.most(request.length());
        byte[] reply = whole.length <= most ? whole : Reply.to(request, from, status, statelessTag(request), "");
        if (reply.length <= most) {
            outbound().send(Responses.flow(request, from), reply, SendOutcome.IGNORED);
        } else {
            counters().withheld.increment();
        }
    }

    /** RFC 3261 section 8.2.7: the same for each repetition, and for the ACK of what it answers. */
    private String statelessTag(SipMessage request) {
        long hash = (request.header(HeaderName.CALL_ID) + request.topVia().branch()).hashCode();
        return "tgs" + Long.toHexString((hash ^ seed) * 0x9E37_79B9_7F4A_7C15L);
    }

    /** Whether an ACK is for an answer of which nothing was kept. */
    boolean statelesslyAnswered(SipMessage ack) {
        return statelessTag(ack).equals(ack.toTag());
    }

    /** An id above 0 that is not in use, as far as chance goes. */
    long nextId() {
        return 1 + random.nextLong(Long.MAX_VALUE - 1);
    }

    /** A call id, unique over all time and gateways. */
    String newCallId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** A To tag for a response of ours. */
    String ownTag() {
        return "tg" + Long.toHexString(random.nextLong());
    }

    /** The value of our Via. */
    String via(Flow flow, long id) {
        return boundary().via(flow, tokens.branch(id));
    }

    /** The request of ours that is under way with this branch, or null. */
    @Nullable
    ClientTransaction sentWith(@Nullable String branch) {
        long id = branch == null ? 0 : tokens.transactionId(branch);
        return id == 0 ? null : transactions.client(id);
    }

    /** Whether a refused or unproven attempt from there may still be told. */
    boolean mayPublish(Flow from) {
        return rates.take(from.remote().getAddress(), clock().nanos() / 1_000);
    }

    void logTermination(CallFacts facts, Order order) {
        LOGGER.atInfo()
                .addKeyValue("callId", facts.callId())
                .addKeyValue("accountId", facts.account())
                .addKeyValue("commandId", order.terminationId())
                .addKeyValue("reason", order.reason())
                .log("call terminated");
    }

    Timers timers() {
        return parts.timers();
    }

    Limits limits() {
        return parts.limits();
    }

    Transactions transactions() {
        return transactions;
    }

    CallTable calls() {
        return calls;
    }

    Closer closer() {
        return closer;
    }

    /** What is known of calls that are not here. */
    Strangers strangers() {
        return strangers;
    }

    LargeRequests largeRequests() {
        return largeRequests;
    }

    Outbound outbound() {
        return parts.outbound();
    }

    Boundary boundary() {
        return parts.boundary();
    }

    Tokens tokens() {
        return tokens;
    }

    Passes passes() {
        return passes;
    }

    NextHop hops() {
        return hops;
    }

    SteadyClock clock() {
        return parts.clock();
    }

    ProxyCounters counters() {
        return parts.counters();
    }

    RefusalCodes codes() {
        return parts.gatekeeper().codes();
    }

    Gatekeeper gatekeeper() {
        return parts.gatekeeper();
    }

    AccountDirectory accounts() {
        return parts.accounts();
    }

    /** Where the other gateways are. */
    Places places() {
        return parts.places();
    }

    /** Which flows the upstream accepted for whom. */
    Registrations registrations() {
        return parts.registrations();
    }

    /** Says whose a customer's request is. */
    Identifier identifier() {
        return identifier;
    }

    /** Who asked for a call by REFER. */
    Referrals referrals() {
        return referrals;
    }

    Challenges challenges() {
        return challenges;
    }

    NumberPlan numbers() {
        return parts.numbers();
    }

    EmergencyNumbers emergencies() {
        return parts.emergencies();
    }

    /** Who is heard at all; to be told what becomes of a source's requests. */
    Door door() {
        return door;
    }

    CallEventSink sink() {
        return parts.sink();
    }

    boolean accepting() {
        return parts.accepting().getAsBoolean();
    }

    /** From now on nothing that begins would be handed over or answered. */
    void giveUp() {
        givenUp = true;
    }

    /** Whether that is so. */
    boolean givenUp() {
        return givenUp;
    }

    /** Whether calls that begin now could not be told to their end. */
    boolean eventsFull() {
        return parts.eventsFull().getAsBoolean();
    }

    boolean observing() {
        return parts.observe();
    }

    CallJournal journal() {
        return parts.journal();
    }

    /** Whether this gateway may end calls of its own accord. */
    boolean vouched() {
        return parts.vouched().getAsBoolean();
    }

    /** Some number of nanoseconds below that. */
    long upTo(long nanos) {
        return nanos <= 0 ? 0 : random.nextLong(nanos);
    }

    /** Between whom P-Asserted-Identity passes. */
    Assertions assertions() {
        return assertions;
    }

    /** Whether a forwarded call is that of who forwarded it. */
    boolean forwarderPays() {
        return parts.identity().policy().forwarderPays();
    }
}
