/** The store in a folder: records in SQLite, states and pictures as files. */
@NullMarked
package dev.demist.server.store;

import org.jspecify.annotations.NullMarked;
