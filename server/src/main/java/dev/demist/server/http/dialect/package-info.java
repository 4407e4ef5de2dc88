/** What the programs of others call models, samplers and settings. */
@NullMarked
package dev.demist.server.http.dialect;

import org.jspecify.annotations.NullMarked;
