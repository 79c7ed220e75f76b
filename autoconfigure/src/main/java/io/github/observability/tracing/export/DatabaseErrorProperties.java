package io.github.observability.tracing.export;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for error messages of databases.
 *
 * @param redacted Whether error messages of databases are removed from exported spans;
 * they may contain parameters of statements.
 */
@ConfigurationProperties("observability.tracing.database-errors")
record DatabaseErrorProperties(@DefaultValue("true") boolean redacted) {
}
