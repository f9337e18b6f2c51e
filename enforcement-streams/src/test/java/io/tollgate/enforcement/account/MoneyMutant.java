package io.tollgate.enforcement.account;

import io.tollgate.enforcement.call.AbsentCall.Lost;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.Answered;
import io.tollgate.enforcement.call.CallFact.Attempted;
import io.tollgate.enforcement.call.CallFact.Ended;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.charge.Purse;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Books with one mistake each, the ones that charging of this kind is known for. They are kept so that the plans can be
 * seen to find them: a check that lets one of these pass checks nothing.
 */
enum MoneyMutant {
    /** Sets nothing aside at the admission: thirty calls go through on credit for one. */
    SETS_NOTHING_ASIDE {
        @Override
        Books books(long seed) {
            return new Books(seed, 10) {
                @Override
                List<AccountOutput> hear(CallFact fact, Instant now) {
                    var outputs = super.hear(fact, now);
                    var call = live.get(fact.callId());
                    var hold = call == null ? null : call.hold();
                    if (call != null && hold != null) {
                        live.put(call.callId(), call.paid(null));
                        standing = standing.with(standing.purse().releasing(hold.amount()));
                    }
                    return outputs;
                }
            };
        }
    },

    /** Does not remember that a call is over: what comes again is charged again. */
    FORGETS_WHAT_IS_OVER {
        @Override
        Books books(long seed) {
            return new Books(seed, 10) {
                @Override
                List<AccountOutput> hear(CallFact fact, Instant now) {
                    over().clear();
                    return super.hear(fact, now);
                }
            };
        }
    },

    /** Charges a late end up to where the account's time is: what was drawn too much is not given back. */
    GIVES_NOTHING_BACK {
        @Override
        Books books(long seed) {
            return new Books(seed, 10) {
                @Override
                List<AccountOutput> hear(CallFact fact, Instant now) {
                    var asOf = standing.purse().asOf();
                    boolean late = fact.what() instanceof Ended && fact.at().isBefore(asOf);
                    return super.hear(late ? fact.at(asOf) : fact, now);
                }
            };
        }
    },

    /** An end at the very instant of an increment comes after it. */
    DRAWS_AT_THE_INSTANT {
        @Override
        Books books(long seed) {
            return new Books(seed, 10) {
                @Override
                List<AccountOutput> hear(CallFact fact, Instant now) {
                    boolean end = fact.what() instanceof Ended;
                    return super.hear(end ? fact.at(fact.at().plusNanos(1_000)) : fact, now);
                }
            };
        }
    },

    /** Charges from the attempt on. */
    CHARGES_RINGING {
        @Override
        Books books(long seed) {
            return new Books(seed, 10) {
                @Override
                List<AccountOutput> hear(CallFact fact, Instant now) {
                    var call = live.get(fact.callId());
                    boolean answered = fact.what() instanceof Answered && call != null;
                    return super.hear(answered && call != null ? fact.at(call.attemptedAt()) : fact, now);
                }
            };
        }
    },

    /** Money that comes lets calls go on that were cut before it came. */
    REVIVES_THE_CUT {
        @Override
        Books books(long seed) {
            return new Books(seed, 100) {
                @Override
                List<AccountOutput> adjust(Money amount, Instant now) {
                    live.replaceAll((callId, call) -> {
                        var charge = call.charge();
                        return charge == null ? call : call.paid(uncut(charge));
                    });
                    return super.adjust(amount, now);
                }
            };
        }
    },

    /** An adjustment moves the account's time to the clock's. */
    MOVES_TIME_BY_THE_CLOCK {
        @Override
        Books books(long seed) {
            return new Books(seed, 100) {
                @Override
                List<AccountOutput> adjust(Money amount, Instant now) {
                    var purse = standing.purse();
                    var asOf = now.isAfter(purse.asOf()) ? now : purse.asOf();
                    standing = standing.with(
                            new Purse(purse.settled(), purse.drawn(), purse.setAside(), asOf, purse.running()));
                    return super.adjust(amount, now);
                }
            };
        }
    },

    /** Lets everybody use credit. */
    GIVES_CREDIT_TO_ALL {
        @Override
        Books books(long seed) {
            return new Books(seed, 10) {
                @Override
                List<AccountOutput> provision(Terms terms, Instant now) {
                    var payment = terms.payment();
                    return super.provision(
                            TestTerms.paying(new PaymentTerms(
                                    CreditModel.POSTPAID,
                                    payment.creditLimit().plus(new Money(1)),
                                    payment.currency(),
                                    payment.ratePlan(),
                                    null)),
                            now);
                }
            };
        }
    },

    /** Takes a little less than the rate says, as rounding down does. */
    ROUNDS_DOWN {
        @Override
        Books books(long seed) {
            return new Books(seed, 10) {
                @Override
                List<AccountOutput> hear(CallFact fact, Instant now) {
                    if (fact.what() instanceof Attempted) {
                        rates.computeIfPresent(fact.callId(), (callId, rate) -> cheaper(rate));
                    }
                    return super.hear(fact, now);
                }
            };
        }
    },

    /** Does not remember a call that was lost: its late end is one of a call that costs nothing. */
    FORGETS_WHAT_IS_LOST {
        @Override
        Books books(long seed) {
            return new Books(seed, 10) {
                @Override
                List<AccountOutput> hear(CallFact fact, Instant now) {
                    absent.clear();
                    return super.hear(fact, now);
                }
            };
        }

        @Override
        int losses() {
            return LOSSES;
        }
    },

    /** Gives back less than a lost call was charged. */
    GIVES_LESS_BACK {
        @Override
        Books books(long seed) {
            return lossy(seed, lost -> new Lost(lost.call(), lost.call().knownAt()));
        }

        @Override
        int losses() {
            return LOSSES;
        }
    },

    /** Corrects a record by one of the same revision. */
    RECORDS_TWICE {
        @Override
        Books books(long seed) {
            return lossy(seed, lost -> {
                var call = lost.call();
                return new Lost(
                        new LiveCall(
                                call.callId(),
                                call.details(),
                                call.emergency(),
                                call.attemptedAt(),
                                call.provenAt(),
                                call.answeredAt(),
                                call.channel(),
                                call.undecided(),
                                call.payment(),
                                call.owner(),
                                0),
                        lost.endedAt());
            });
        }

        @Override
        int losses() {
            return LOSSES;
        }
    };

    private static final int LOSSES = 6;

    abstract Books books(long seed);

    /** How often calls are lost in the plans that show it. */
    int losses() {
        return 0;
    }

    private static Books lossy(long seed, UnaryOperator<Lost> mistake) {
        return new Books(seed, 10) {
            @Override
            List<AccountOutput> lose(String callId, Instant vouchedUntil, Instant now) {
                var outputs = super.lose(callId, vouchedUntil, now);
                absent.computeIfPresent(callId, (id, call) -> call instanceof Lost lost ? mistake.apply(lost) : call);
                return outputs;
            }
        };
    }

    private static Charge uncut(Charge charge) {
        return new Charge(
                charge.tariff(),
                charge.currency(),
                charge.onCredit(),
                charge.maxCallSeconds(),
                charge.answeredAt(),
                null,
                charge.told());
    }

    private static RateTerms cheaper(RateTerms rate) {
        long price = rate.pricePerMinute().micros();
        return new RateTerms(
                rate.connectFee(), new Money(price - price % 60), rate.initialSeconds(), rate.incrementSeconds());
    }
}
