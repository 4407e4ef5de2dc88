/** OpenAI's image generation. */
@NullMarked
package dev.demist.server.http.openai;

import org.jspecify.annotations.NullMarked;
