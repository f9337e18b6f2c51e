package io.tollgate.gateway.kafka;

import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.identity.AccountDirectory;
import java.util.function.Consumer;

/**
 * Where what is read goes. All are called by the views' one thread, in each partition's order; none may block.
 *
 * @param terminations every order of the last day first, then the new ones; the same may come again
 * @param admissions decisions for this gateway's calls; other gateways' too where ids share a partition, filtered out
 */
public record ViewTargets(
        Blacklist blacklist,
        AccountDirectory accounts,
        Consumer<Termination> terminations,
        Consumer<AdmissionDecision> admissions) {}
