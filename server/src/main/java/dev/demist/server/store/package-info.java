/** Where runs are kept. */
@NullMarked
package dev.demist.server.store;

import org.jspecify.annotations.NullMarked;
