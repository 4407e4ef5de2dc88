/**
 * Models of other machines over NATS: a {@link dev.demist.transport.nats.Worker} takes the steps of runs, and
 * {@link dev.demist.transport.nats.RemoteModels} are its models as a gateway sees them.
 */
@NullMarked
package dev.demist.transport.nats;

import org.jspecify.annotations.NullMarked;
