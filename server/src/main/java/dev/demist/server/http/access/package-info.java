/** Access control: tokens, origins, and the headers that restrict browsers. */
@NullMarked
package dev.demist.server.http.access;

import org.jspecify.annotations.NullMarked;
