package io.storelane.organization;

/**
 * What is known of a place.
 *
 * @param name unlike that of each sibling
 * @param code the company's own number for it, may be empty
 * @param address street and house, may be empty
 */
public record NodeDetails(String name, String code, String city, String address, String phone) {}
