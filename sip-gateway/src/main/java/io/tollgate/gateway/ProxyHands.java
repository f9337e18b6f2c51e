package io.tollgate.gateway;

import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.kafka.CallHands;
import io.tollgate.gateway.proxy.Proxy;
import io.tollgate.gateway.proxy.Resumption;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The proxy as those see it who have its calls change hands. */
record ProxyHands(Proxy proxy) implements CallHands {
    @Override
    public CompletableFuture<Void> resume(Collection<CallSnapshot> snapshots, boolean elsewhere, int all) {
        return proxy.resume(snapshots, Resumption.of(elsewhere, all));
    }

    @Override
    public void release(Set<String> callIds) {
        proxy.release(callIds);
    }

    @Override
    public void relinquish(Set<String> callIds) {
        proxy.relinquish(callIds);
    }

    @Override
    public void vouchAgain() {
        proxy.vouchAgain();
    }

    @Override
    public void terminateAdopted(Termination termination, Set<String> callIds) {
        proxy.terminateAdopted(termination, callIds);
    }
}
