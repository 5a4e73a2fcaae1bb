package health.webqx.imaging.subscription;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A range of addresses.
 *
 * @param prefix what all its addresses begin with
 * @param bits how long that is
 * @param length of the addresses, in bits
 */
record Network(BigInteger prefix, int bits, int length) {
    private static final Pattern NOTATION = Pattern.compile("[0-9a-fA-F.:]+/\\d{1,3}");

    /**
     * What is not somebody's public address: this host and network, private, shared, link-local, reserved, multicast, and what
     * wraps an IPv4 address (IANA special-purpose address registries).
     */
    private static final List<Network> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/3",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "4000::/2",
                    "8000::/1")
            .map(Network::of)
            .toList();

    /**
     * Reads {@code address/bits}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Network of(String text) {
        String notation = text.strip();
        if (!NOTATION.matcher(notation).matches()) {
            throw new IllegalArgumentException("not a network as 10.0.0.0/8: " + text);
        }
        String[] parts = notation.split("/", -1);
        try {
            InetAddress address = InetAddress.getByName(parts[0]);
            int length = length(address);
            int bits = Integer.parseInt(parts[1]);
            if (bits > length) {
                throw new IllegalArgumentException("a network of more bits than an address: " + text);
            }
            return new Network(prefix(address, bits), bits, length);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a network: " + text, e);
        }
    }

    /** Whether an address is one that anybody on the internet may have. */
    static boolean isPublic(InetAddress address) {
        return NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
    }

    boolean contains(InetAddress address) {
        return length(address) == length && prefix(address, bits).equals(prefix);
    }

    private static int length(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    private static BigInteger prefix(InetAddress address, int bits) {
        return new BigInteger(1, address.getAddress()).shiftRight(length(address) - bits);
    }
}
