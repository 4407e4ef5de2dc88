/** The HTTP side: who may call, one handler class per route, errors as problem+json, the page. */
@NullMarked
package dev.demist.server.http;

import org.jspecify.annotations.NullMarked;
