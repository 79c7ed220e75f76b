/**
 * Encoders of a Logback file of the application: Boot's with the starter's format, and
 * what masks and completes the lines of logstash-logback-encoder.
 */
@NullMarked
package io.github.observability.logging.encoder;

import org.jspecify.annotations.NullMarked;
