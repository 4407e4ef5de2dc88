/** Hand-written fakes and small clients for the server's tests. */
@NullMarked
package dev.demist.server.testing;

import org.jspecify.annotations.NullMarked;
