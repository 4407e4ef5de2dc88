/** Ollama's interface, as far as it is about pictures. */
@NullMarked
package dev.demist.server.http.ollama;

import org.jspecify.annotations.NullMarked;
