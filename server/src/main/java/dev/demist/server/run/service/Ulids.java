package dev.demist.server.run.service;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Makes ULIDs: 48 bits of time, strictly increasing here whatever the clock says, and 80 random bits that cannot be
 * guessed. Thread-safe.
 */
final class Ulids {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_DIGITS = 10;
    private static final int RANDOM_DIGITS = 16;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private long last;

    Ulids(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on ids are greater than {@code id}, which is ignored if it is not a ULID. */
    synchronized void startAfter(String id) {
        long time = 0;
        for (int digit = 0; digit < Math.min(TIME_DIGITS, id.length()); digit++) {
            time = time << 5 | CROCKFORD.indexOf(id.charAt(digit));
        }
        if (id.length() == TIME_DIGITS + RANDOM_DIGITS && time >= 0) {
            last = Math.max(last, time);
        }
    }

    synchronized String next() {
        last = Math.max(last + 1, clock.millis());
        StringBuilder id = new StringBuilder(TIME_DIGITS + RANDOM_DIGITS);
        for (int digit = TIME_DIGITS - 1; digit >= 0; digit--) {
            id.append(CROCKFORD.charAt((int) (last >>> (5 * digit)) & 31));
        }
        for (int digit = 0; digit < RANDOM_DIGITS; digit++) {
            id.append(CROCKFORD.charAt(random.nextInt(32)));
        }
        return id.toString();
    }
}
