/** What another module needs to drive the page in a browser against its own server. */
@NullMarked
package dev.demist.webui.testkit;

import org.jspecify.annotations.NullMarked;
