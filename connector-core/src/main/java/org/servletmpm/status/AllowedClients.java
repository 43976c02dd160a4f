package org.servletmpm.status;

import java.util.ArrayList;
import java.util.List;

/** Decides by their addresses which clients may see the status. Immutable; any thread. */
public final class AllowedClients {

    /** The clients of this machine: who may see the status unless something else is said. */
    public static final String THIS_MACHINE = "127.0.0.0/8, ::1";

    private final List<AddressBlock> blocks;

    private AllowedClients(List<AddressBlock> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Reads a list.
     *
     * @param list IPv4 and IPv6 addresses and CIDR blocks, separated by commas or blanks
     * @throws IllegalArgumentException for any other text, host names included; the message names
     *     it and says what is allowed
     */
    public static AllowedClients of(String list) {
        List<AddressBlock> blocks = new ArrayList<>();
        for (String entry : list.split("[,\\s]+")) {
            if (!entry.isEmpty()) {
                blocks.add(AddressBlock.parse(entry).orElseThrow(() -> refused(entry)));
            }
        }
        return new AllowedClients(blocks);
    }

    private static IllegalArgumentException refused(String entry) {
        return new IllegalArgumentException(
                "\""
                        + entry
                        + "\" is no address, allowed are IPv4 and IPv6 addresses and blocks such as"
                        + " 10.0.0.0/8 or fd00::/8, separated by commas or blanks; names are not"
                        + " looked up");
    }

    /** Tells whether the list permits nobody. */
    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    /**
     * Tells whether a client is one of them.
     *
     * @param address of a client, as the container says it; null for one that it does not know
     */
    public boolean contain(String address) {
        return address != null
                && AddressBlock.address(address)
                        .filter(client -> blocks.stream().anyMatch(block -> block.contains(client)))
                        .isPresent();
    }
}
