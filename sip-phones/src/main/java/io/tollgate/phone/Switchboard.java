package io.tollgate.phone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the call that a message belongs to, and answers what belongs to none. Belongs to the endpoint's loop; the
 * scripts may be changed from anywhere.
 */
final class Switchboard {
    private static final Logger LOGGER = LoggerFactory.getLogger(Switchboard.class);
    private static final int MOST_CALLS = 50_000;
    private static final int MOST_TRANSACTIONS = 500_000;
    /** What has no meaning outside a dialog; the rest may be answered whatever its To tag says. */
    private static final List<String> WITHIN_DIALOG = List.of("INVITE", "BYE", "UPDATE", "INFO", "PRACK", "OPTIONS");

    private static final int REGISTRATION_SECONDS = 3600;

    private final UserAgent agent;
    private final CallLog log;
    private final Map<String, Call> calls = new HashMap<>();
    private final Map<ServerTransaction, ReceivedCall> invites = new HashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private volatile Function<Sighting, Answering> answering;

    Switchboard(UserAgent agent, Function<Sighting, Answering> answering, int remembered) {
        this.agent = agent;
        this.answering = answering;
        this.log = new CallLog(remembered);
    }

    CallLog log() {
        return log;
    }

    void answering(Function<Sighting, Answering> script) {
        answering = script;
    }

    void answerOther(String method, int status) {
        statuses.put(method, status);
    }

    int statusFor(String method) {
        return statuses.getOrDefault(method, 200);
    }

    void add(Call call) {
        calls.put(call.callId() + " " + call.localTag(), call);
        log.add(call);
    }

    /** Keeps an ended call for late messages, then forgets it. */
    void ended(Call call) {
        agent.transactions().after(agent.transactions().timers().giveUp(), () -> {
            calls.remove(call.callId() + " " + call.localTag(), call);
            if (call instanceof ReceivedCall received) {
                invites.remove(received.transaction());
            }
        });
    }

    void received(Incoming message) {
        if (!message.isRequest()) {
            agent.transactions().response(message);
            return;
        }
        ServerTransaction known = agent.transactions().known(message);
        if (message.method().equals("ACK")) {
            acknowledged(message, known);
        } else if (known != null) {
            known.repeated();
        } else if (agent.transactions().size() < MOST_TRANSACTIONS) {
            first(message, agent.transactions().open(message));
        } else {
            LOGGER.atWarn().log("a phone has too many transactions; a request is ignored");
        }
    }

    private void acknowledged(Incoming ack, @Nullable ServerTransaction known) {
        Call call = calls.get(ack.callId() + " " + ack.toTag());
        if (known != null) {
            known.acknowledged();
        }
        if (call != null) {
            call.acknowledged(ack);
        }
    }

    private void first(Incoming request, ServerTransaction transaction) {
        if (request.method().equals("CANCEL")) {
            cancelled(request, transaction);
        } else if (!request.toTag().isEmpty()) {
            within(request, transaction);
        } else if (request.method().equals("INVITE")) {
            invited(request, transaction);
        } else if (request.method().equals("BYE")) {
            respond(transaction, 481);
        } else if (request.method().equals("REGISTER")) {
            registered(request, transaction);
        } else {
            respond(transaction, statusFor(request.method()));
        }
    }

    private void within(Incoming request, ServerTransaction transaction) {
        Call call = calls.get(request.callId() + " " + request.toTag());
        if (call != null && call.hasPeer(request.fromTag())) {
            call.requested(request, transaction);
        } else {
            respond(transaction, WITHIN_DIALOG.contains(request.method()) ? 481 : statusFor(request.method()));
        }
    }

    private void invited(Incoming invite, ServerTransaction transaction) {
        if (calls.size() >= MOST_CALLS) {
            respond(transaction, 503);
            return;
        }
        ReceivedCall call = new ReceivedCall(agent, invite, transaction, answering.apply(invite.sighting()));
        add(call);
        invites.put(transaction, call);
        call.arrive();
    }

    private void cancelled(Incoming cancel, ServerTransaction transaction) {
        ServerTransaction invite = agent.transactions().cancelled(cancel);
        if (invite == null) {
            respond(transaction, 481);
            return;
        }
        ReceivedCall call = invites.get(invite);
        if (call == null) {
            respond(transaction, 200); // a re-INVITE: answered already
        } else {
            transaction.respond(200, Draft.response(cancel, 200, call.localTag()));
            call.cancelled(cancel);
        }
    }

    private void registered(Incoming register, ServerTransaction transaction) {
        int status = statusFor("REGISTER");
        Draft response = Draft.response(register, status, Ids.tag());
        if (status == 200) {
            String asked = register.header("Expires");
            String expires = asked.isEmpty() ? String.valueOf(REGISTRATION_SECONDS) : asked;
            for (String contact : register.sighting().headers("Contact")) {
                if (!contact.equals("*") && !expires.equals("0")) {
                    String binding = contact.contains(";expires=") ? contact : contact + ";expires=" + expires;
                    response = response.with("Contact", binding);
                }
            }
            response = response.with("Path", register.sighting().headers("Path"));
        }
        transaction.respond(status, response);
    }

    void respond(ServerTransaction transaction, int status) {
        transaction.respond(status, Draft.response(transaction.request(), status, Ids.tag()));
    }
}
