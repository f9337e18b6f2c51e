package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One call in bad weather: a network that loses, repeats and reorders, a caller and up to three callees that do what may be
 * done at any time (and answer as real devices do, some never), an order and an Admission at any moment. The same seed is
 * the same storm.
 */
final class Storm {
    private static final long[] REPEATED = {0, 500, 1_500, 3_500, 7_500, 11_500};

    final ShardByHand shard = new ShardByHand();
    final CallByHand call = new CallByHand(shard);
    final BadNetwork network;
    private final Random random;
    private final Phone caller = new Phone(CALLER);
    private final Phone callee = new Phone(UPSTREAM);
    private final Set<String> tags = new LinkedHashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> answeredTags = new HashSet<>();
    private boolean calleeFinal;
    private boolean invited;
    private final boolean neverAcks;
    private final boolean mute;

    Storm(long seed) {
        random = new Random(seed);
        network = new BadNetwork(shard, random, this::arrived);
        neverAcks = chance(0.1);
        mute = chance(0.05);
        shard.account(chance(0.3), chance(0.3), 1);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private void in(long millis, Runnable task) {
        network.in(millis, task);
    }

    private void send(Flow from, byte[] message) {
        network.send(from, message);
    }

    private void arrived(Flow to, SipMessage message) {
        Phone phone = to.remote().equals(CALLER.remote()) ? caller : callee;
        phone.receive(message);
    }

    /** Sends a request as often as a transaction would that nobody answers. */
    private void request(Flow from, byte[] message) {
        String key = key(ShardByHand.parsed(message));
        Phone phone = from.equals(CALLER) ? caller : callee;
        for (long after : REPEATED) {
            in(after, () -> {
                if (!phone.answered.contains(key)) {
                    send(from, message);
                }
            });
        }
    }

    static String key(SipMessage message) {
        return message.topVia().branch() + ' ' + message.methodName();
    }

    /** Until nothing happens any more. */
    void run() {
        request(CALLER, call.inviteMessage());
        int surprises = random.nextInt(8);
        for (int i = 0; i < surprises; i++) {
            in(random.nextInt(chance(0.5) ? 400 : 8_000), this::surprise);
        }
        if (chance(0.6)) {
            in(random.nextInt(chance(0.5) ? 400 : 6_000), () -> shard.terminate("order", call.callId));
        }
        in(40_000, () -> shard.terminate("last order", call.callId));
        network.run();
        shard.pass(Duration.ofHours(2));
    }

    private void surprise() {
        String tag = tags.isEmpty() ? null : List.copyOf(tags).get(random.nextInt(tags.size()));
        switch (random.nextInt(9)) {
            case 0 -> request(CALLER, call.cancelMessage());
            case 1 -> {
                // Later it may be a new INVITE: a transaction is forgotten 5 s after its ACK.
                if (shard.now().toMillis() < 4_000) {
                    send(CALLER, call.inviteMessage());
                }
            }
            case 2 -> decide();
            case 3 -> caller.start("INVITE", tag);
            case 4 -> callee.start("INVITE", tag);
            case 5 -> caller.start(chance(0.5) ? "INFO" : "UPDATE", tag);
            case 6 -> callee.start(chance(0.5) ? "INFO" : "UPDATE", tag);
            case 7 -> caller.start("BYE", tag);
            default -> {
                if (tag != null && answeredTags.contains(tag)) {
                    callee.start("BYE", tag);
                }
            }
        }
    }

    private void decide() {
        for (CallEvent event : List.copyOf(shard.events)) {
            if (event.happening() instanceof Happening.Attempted) {
                shard.decide(event.call().callId(), chance(0.7));
            }
        }
    }

    /** One side of the call; the callee's is a proxy with up to three phones. */
    private final class Phone {
        private final Flow side;
        private final Set<String> answered = new HashSet<>();
        private final Set<String> gone = new HashSet<>();
        private final Map<String, byte[]> answers = new HashMap<>();
        private final Map<String, SipMessage> pending = new HashMap<>();

        Phone(Flow side) {
            this.side = side;
        }

        void receive(SipMessage message) {
            if (!message.isRequest()) {
                responded(message);
            } else if (!mute || side.equals(CALLER)) {
                requested(message);
            }
        }

        private void start(String method, String tag) {
            if (tag != null && !gone.contains(tag)) {
                byte[] message = side.equals(CALLER)
                        ? call.fromCaller(method, tag, ++call.callerCseq)
                        : call.fromCallee(method, tag, ++call.calleeCseq);
                request(side, message);
            }
        }

        private void responded(SipMessage response) {
            int status = response.status();
            if (status < 200 && !response.methodName().equals("INVITE")) {
                return;
            }
            answered.add(key(response));
            String tag = tagOf(response, false);
            if (!response.methodName().equals("INVITE")) {
                if (response.methodName().equals("BYE") && (status < 300 || status == 481)) {
                    gone.add(tag);
                }
                return;
            }
            boolean first = response.cseq() == 1 && side.equals(CALLER);
            if (status < 300 && first && !tag.isEmpty()) {
                tags.add(tag);
            }
            if (status >= 300 && first) {
                in(0, () -> send(CALLER, call.ackMessage(response)));
            } else if (status >= 300) {
                // The proxy's server transaction takes the ACK of the same branch.
                send(side, ack(response, tag, true));
            } else if (status >= 200 && !(first && neverAcks)) {
                acknowledged.add(tag);
                send(side, ack(response, tag, false));
            }
        }

        private byte[] ack(SipMessage response, String tag, boolean sameBranch) {
            byte[] ack = side.equals(CALLER)
                    ? call.fromCaller("ACK", tag, response.cseq())
                    : call.fromCallee("ACK", tag, response.cseq());
            if (!sameBranch) {
                return ack;
            }
            String branch = ShardByHand.parsed(ack).topVia().branch();
            return new String(ack, StandardCharsets.UTF_8)
                    .replace(branch, response.topVia().branch())
                    .getBytes(StandardCharsets.UTF_8);
        }

        private void requested(SipMessage request) {
            String method = request.methodName();
            String key = key(request);
            if (method.equals("ACK")) {
                if (side.equals(UPSTREAM) && request.cseq() == 1) {
                    callee.answers.remove("2xx " + request.toTag());
                }
                answers.remove("2xx " + request.cseq());
                return;
            }
            if (answers.containsKey(key)) {
                send(side, answers.get(key));
                return;
            }
            String tag = tagOf(request, true);
            if (method.equals("INVITE") && request.toTag() == null) {
                invited(request);
            } else if (method.equals("CANCEL")) {
                answer(request, 200);
                cancelled(request);
            } else if (method.equals("BYE")) {
                bye(request, tag);
            } else if (gone.contains(tag)) {
                answer(request, 481);
            } else if (method.equals("INVITE")) {
                reinvited(request, tag);
            } else {
                in(random.nextInt(200), () -> answer(request, 200));
            }
        }

        private void cancelled(SipMessage cancel) {
            String branch = cancel.topVia().branch();
            SipMessage invite = pending.remove(branch);
            if (invite != null) {
                answer(invite, 487);
            } else if (side.equals(UPSTREAM) && cancel.toTag() == null && !calleeFinal) {
                calleeFinal = true;
                answer(call.sentInvite(), 487);
            }
        }

        private void bye(SipMessage request, String tag) {
            int mood = mood();
            if (mood == 0) {
                return;
            }
            boolean known = !gone.contains(tag);
            answer(request, known ? mood : 481);
            if (mood == 200) {
                gone.add(tag);
                pending.values().removeIf(invite -> {
                    answer(invite, 487);
                    return true;
                });
                if (side.equals(UPSTREAM) && !calleeFinal && !answeredTags.contains(tag)) {
                    calleeFinal = true;
                    answer(call.sentInvite(), 487);
                }
            }
        }

        /** How it answers BYE: most say 200, one in ten refuses in some way or says nothing. */
        private int mood() {
            int[] odd = {481, 407, 500, 403, 503, 0};
            return chance(0.1) ? odd[random.nextInt(odd.length)] : 200;
        }

        private void reinvited(SipMessage request, String tag) {
            pending.put(request.topVia().branch(), request);
            if (chance(0.7)) {
                answer(request, 100);
            }
            int status = chance(0.7) ? 200 : chance(0.5) ? 491 : 488;
            if (chance(0.8)) {
                in(random.nextInt(1_500), () -> {
                    if (pending.remove(request.topVia().branch()) != null) {
                        answer(request, status, "Contact: " + CallByHand.contact(tag));
                        repeat2xx(status, "2xx " + request.cseq(), key(request));
                    }
                });
            }
        }

        private void repeat2xx(int status, String waits, String key) {
            byte[] answer = answers.get(key);
            if (status / 100 == 2 && answer != null) {
                answers.put(waits, answer);
                for (int i = 1; i < REPEATED.length; i++) {
                    in(REPEATED[i], () -> {
                        if (answers.containsKey(waits)) {
                            send(side, answer);
                        }
                    });
                }
            }
        }

        private void answer(SipMessage request, int status, String... headers) {
            byte[] answer = call.answer(side, request, status, headers);
            if (status >= 200) {
                answers.put(key(request), answer);
            }
            send(side, answer);
        }

        private void invited(SipMessage invite) {
            if (invited) {
                return;
            }
            invited = true;
            if (chance(0.7)) {
                send(side, call.response(100, ""));
            }
            int forks = 1 + random.nextInt(3);
            for (int i = 0; i < forks; i++) {
                String tag = "f" + i;
                if (chance(0.8)) {
                    int times = 1 + random.nextInt(2);
                    for (int j = 0; j < times; j++) {
                        in(random.nextInt(1_000), () -> provisional(tag));
                    }
                }
                if (chance(0.5)) {
                    in(random.nextInt(chance(0.5) ? 500 : 5_000), () -> accept(tag));
                }
            }
            if (chance(0.5)) {
                in(random.nextInt(6_000), () -> {
                    if (!calleeFinal && answeredTags.isEmpty()) {
                        calleeFinal = true;
                        int[] failures = {486, 404, 407, 503, 603, 302};
                        answer(invite, failures[random.nextInt(failures.length)]);
                    }
                });
            }
        }

        private void provisional(String tag) {
            if (!calleeFinal) {
                send(side, call.response(chance(0.5) ? 180 : 183, tag));
            }
        }

        /** A fork may answer after its proxy has given a failure: the messages cross. */
        private void accept(String tag) {
            if (gone.contains(tag) || calleeFinal && chance(0.8)) {
                return;
            }
            answeredTags.add(tag);
            tags.add(tag);
            byte[] answer = call.response(200, tag);
            send(side, answer);
            answers.put("2xx " + tag, answer);
            for (int i = 1; i < REPEATED.length; i++) {
                in(REPEATED[i], () -> {
                    if (answers.containsKey("2xx " + tag) && !gone.contains(tag)) {
                        send(side, answer);
                    }
                });
            }
        }

        /** The callee's tag, by which both sides know the dialog. */
        private String tagOf(SipMessage message, boolean received) {
            boolean toCallee = received == (side.equals(UPSTREAM));
            String tag = toCallee ? message.toTag() : message.fromTag();
            return tag == null ? "" : tag;
        }
    }
}
