/** The HTTP interface of AUTOMATIC1111's web interface, {@code /sdapi/v1}, which many programs call. */
@NullMarked
package dev.demist.server.http.a1111;

import org.jspecify.annotations.NullMarked;
