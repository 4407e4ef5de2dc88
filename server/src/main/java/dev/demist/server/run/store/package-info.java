/** The store of runs as the rest of the server sees it: records, journals of states, and blobs. */
@NullMarked
package dev.demist.server.run.store;

import org.jspecify.annotations.NullMarked;
