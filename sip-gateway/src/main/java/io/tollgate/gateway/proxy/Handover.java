package io.tollgate.gateway.proxy;

/** A response's way to the kernel; both on one I/O thread, and neither after a failure. */
interface Handover {
    /** It has not reached anybody yet. */
    void begins();

    /** It may have reached its receiver. */
    void done();
}
