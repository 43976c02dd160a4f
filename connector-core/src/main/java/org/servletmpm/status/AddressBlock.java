package org.servletmpm.status;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Matches the addresses that agree with one in their first bits. An IPv4 block has no IPv6 address,
 * and the reverse. Immutable; any thread.
 */
record AddressBlock(InetAddress address, int bits) {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

    /** An IPv6 address as containers write it: in brackets or not, with its zone or without. */
    private static final Pattern IPV6 =
            Pattern.compile("\\[?([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(%.*)?]?");

    private static final Pattern BLOCK = Pattern.compile("([^/]+)(?:/([0-9]{1,3}))?");

    /**
     * Reads an address, or a block in CIDR notation. Bits after the block's own may be anything.
     *
     * @return empty for any other text, a host name above all
     */
    static Optional<AddressBlock> parse(String text) {
        Matcher parts = BLOCK.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return address(parts.group(1))
                .map(
                        address ->
                                new AddressBlock(
                                        address,
                                        parts.group(2) == null
                                                ? length(address)
                                                : Integer.parseInt(parts.group(2))))
                .filter(block -> block.bits() <= length(block.address()));
    }

    /**
     * Reads an address. It never looks a name up, because somebody else may control the name. An
     * IPv4 address in IPv6's form is the IPv4 address.
     */
    static Optional<InetAddress> address(String text) {
        Matcher ipv6 = IPV6.matcher(text);
        try {
            if (IPV4.matcher(text).matches()) {
                return Optional.of(InetAddress.getByName(text));
            }
            if (ipv6.matches()) {
                return Optional.of(InetAddress.getByName("[" + ipv6.group(1) + "]"));
            }
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int length(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
