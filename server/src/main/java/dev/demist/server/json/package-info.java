/** Strict reading and writing of JSON. */
@NullMarked
package dev.demist.server.json;

import org.jspecify.annotations.NullMarked;
