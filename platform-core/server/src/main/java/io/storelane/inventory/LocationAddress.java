package io.storelane.inventory;

/**
 * Where a location stands.
 *
 * @param country ISO 3166 code of two letters
 * @param region code by GB/T 2260 where the country is CN, else free; empty = unknown
 * @param province name; of a known region it is taken from the table
 */
public record LocationAddress(
        String country,
        String region,
        String province,
        String city,
        String district,
        String street,
        String postalCode,
        String phone) {

    /** On one line, from large to small as is usual in China. */
    public String line() {
        return String.join(
                " ",
                java.util.stream.Stream.of(province, city, district, street)
                        .filter(part -> !part.isEmpty())
                        .toList());
    }
}
