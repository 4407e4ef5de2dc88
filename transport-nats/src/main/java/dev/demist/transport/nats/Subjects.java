package dev.demist.transport.nats;

/** Where messages go. A NATS account of its own keeps several Demists apart. */
final class Subjects {

    /** From workers to all gateways. */
    static final String HELLO = "demist.hello";

    /** From gateways to all workers: say hello. */
    static final String WHO = "demist.who";

    /** From workers to all gateways: a model is being opened. */
    static final String OPENING = "demist.opening";

    private Subjects() {}

    static String worker(String id) {
        return "demist.worker." + id;
    }

    static String gateway(String id) {
        return "demist.gateway." + id;
    }
}
