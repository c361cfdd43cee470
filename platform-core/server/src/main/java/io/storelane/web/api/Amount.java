package io.storelane.web.api;

/**
 * Money as it is sent.
 *
 * @param amount in minor units, such as cents
 * @param currency ISO 4217 code
 */
public record Amount(long amount, String currency) {}
