/** All that can be done with runs, without blocking the caller. Knows neither HTTP nor sockets nor the database. */
@NullMarked
package dev.demist.server.run.service;

import org.jspecify.annotations.NullMarked;
