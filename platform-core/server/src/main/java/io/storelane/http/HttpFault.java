package io.storelane.http;

/** Why a call came to no answer. Texts: {@code http.fault.<constant>}. */
public enum HttpFault {
    /** The name leads to an address of an inner network, of this machine, or of none that is public. */
    NOT_PUBLIC,
    /** Without TLS. */
    NOT_ENCRYPTED,
    NO_SUCH_HOST,
    REFUSED,
    /** The connection was not taken in time. */
    NOT_CONNECTED,
    /** No whole answer in time. */
    TOO_SLOW,
    TLS_UNTRUSTED,
    TLS_EXPIRED,
    TLS_NAME,
    TLS_FAILED,
    /** The connection ended before the answer did, or what came is no HTTP. */
    BROKEN
}
