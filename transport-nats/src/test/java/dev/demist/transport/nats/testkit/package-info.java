/** A NATS server for tests, of this module and of others. */
@NullMarked
package dev.demist.transport.nats.testkit;

import org.jspecify.annotations.NullMarked;
