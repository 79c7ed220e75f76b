/**
 * What features ask of the environment: whether somebody develops the application, and
 * its settings while it is built.
 */
@NullMarked
package io.github.observability.environment;

import org.jspecify.annotations.NullMarked;
