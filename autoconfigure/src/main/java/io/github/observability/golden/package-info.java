/**
 * Golden signals: traffic, errors, latency and requests in flight, for requests served
 * and requests sent. Types whose names begin with {@code Servlet}, {@code Reactive} or
 * {@code Client} belong to one web stack; the others are shared.
 */
@NullMarked
package io.github.observability.golden;

import org.jspecify.annotations.NullMarked;
