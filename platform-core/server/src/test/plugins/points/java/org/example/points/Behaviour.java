package org.example.points;

/** How a part of the plugin behaves in this workspace: a test puts it into the ledger. */
final class Behaviour {

    private Behaviour() {}

    static void of(Ledger ledger, String part) throws Exception {
        switch (ledger.of("behaviour " + part).orElse(0L).intValue()) {
            case 1 -> throw new IllegalStateException(part + " fails");
            case 2 -> Thread.sleep(30_000);
            default -> {}
        }
    }

    /** True for one of the ways that the part itself knows. */
    static boolean is(Ledger ledger, String part, long how) {
        return ledger.of("behaviour " + part).orElse(0L) == how;
    }
}
