package dev.demist.server.cli;

/** What a server does of what there is to do. */
enum Role {
    /** It takes requests and keeps the runs; workers draw. */
    GATEWAY,
    /** It does everything; other workers may help. */
    BOTH
}
