/**
 * What identifies a request, who made it and what it is about, on every log line written
 * while it is served.
 */
@NullMarked
package io.github.observability.context;

import org.jspecify.annotations.NullMarked;
