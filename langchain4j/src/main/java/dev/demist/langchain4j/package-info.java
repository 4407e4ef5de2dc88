/** Demist as an image model of LangChain4j: {@link dev.demist.langchain4j.DemistImageModel}. */
@NullMarked
package dev.demist.langchain4j;

import org.jspecify.annotations.NullMarked;
