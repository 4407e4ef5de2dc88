/** Who may call, and what browsers may do with the responses. */
@NullMarked
package dev.demist.server.http.access;

import org.jspecify.annotations.NullMarked;
