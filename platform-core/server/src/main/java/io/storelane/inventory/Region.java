package io.storelane.inventory;

/**
 * A province, city or district of China.
 *
 * @param code six digits by GB/T 2260: two for the province, two for the city, two for the district
 * @param name in Chinese
 */
public record Region(String code, String name) {}
