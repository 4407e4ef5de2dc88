package dev.demist.server.store;

import com.zaxxer.hikari.HikariConfig;
import org.jdbi.v3.core.Handle;

/** Where a database is, and how one kind of database differs from the other. Its text has no secrets. */
sealed interface Source permits SqliteFile, PostgresAddress {

    /** How connections to it are made. */
    HikariConfig settings();

    /** The class path's folder of the migrations that only this kind of database has. */
    String migrations();

    /** Whether several servers may use it at a time. */
    boolean isShared();

    /** What to do about a database that cannot be used. */
    String wayOut();

    /** Lets the transaction wait until it is the only one of all servers that holds the lock. */
    void lock(Handle handle);

    /** Lets the transaction wait for those that hold the lock alone, but not for others that share it. */
    void share(Handle handle);

    /** The time in milliseconds, the same for all servers. */
    long now(Handle handle);
}
