package io.storelane.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which addresses are out in the internet: all others are refused, known by name or not. */
final class Addresses {

    /** Of IPv4, what is not: this network, private, shared, loopback, link-local with the metadata of clouds, tests, multicast, future. */
    private static final List<Range> NOT_PUBLIC_4 = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32", // the wire server of Azure
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4")
            .map(Range::of)
            .toList();

    /** Of IPv6, all that is: the rest holds loopback, local and mapped addresses, multicast, and the gateways of NAT64. */
    private static final Range PUBLIC_6 = Range.of("2000::/3");

    /** Of that, what is not: special purposes with Teredo, tests, addresses that carry one of IPv4. */
    private static final List<Range> NOT_PUBLIC_6 = Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
            .map(Range::of)
            .toList();

    private Addresses() {}

    private record Range(byte[] start, int bits) {

        static Range of(String text) {
            int slash = text.indexOf('/');
            return new Range(
                    InetAddress.ofLiteral(text.substring(0, slash)).getAddress(),
                    Integer.parseInt(text.substring(slash + 1)));
        }

        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((start[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? NOT_PUBLIC_4.stream().noneMatch(r -> r.holds(bytes))
                : PUBLIC_6.holds(bytes) && NOT_PUBLIC_6.stream().noneMatch(r -> r.holds(bytes));
    }

    static boolean mayBeCalled(InetAddress address, Set<InetAddress> allowed) {
        return isPublic(address) || allowed.contains(address);
    }
}
