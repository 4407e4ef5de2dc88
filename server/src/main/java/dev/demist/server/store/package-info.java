/** The store: records in SQLite or PostgreSQL, states and pictures as files in a folder. */
@NullMarked
package dev.demist.server.store;

import org.jspecify.annotations.NullMarked;
