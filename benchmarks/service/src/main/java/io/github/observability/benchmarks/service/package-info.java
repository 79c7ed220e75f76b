/** The service that is measured. */
@NullMarked
package io.github.observability.benchmarks.service;

import org.jspecify.annotations.NullMarked;
