/**
 * The stream of states and previews over WebSockets: messages, frames, and the credits that carry a viewer's demand.
 */
@NullMarked
package dev.demist.server.ws;

import org.jspecify.annotations.NullMarked;
