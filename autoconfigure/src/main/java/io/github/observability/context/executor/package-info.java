/**
 * Propagation of the context through executors, schedulers and asynchronous methods.
 */
@NullMarked
package io.github.observability.context.executor;

import org.jspecify.annotations.NullMarked;
