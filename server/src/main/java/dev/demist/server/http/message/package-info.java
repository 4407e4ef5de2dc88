/** Routes, request and response bodies, and errors as problem+json. */
@NullMarked
package dev.demist.server.http.message;

import org.jspecify.annotations.NullMarked;
