package io.github.observability.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for what databases say about failures.
 *
 * @param masked Whether messages of databases are left out of exported spans; they may
 * hold parameters of statements.
 */
@ConfigurationProperties("observability.tracing.database-messages")
record DatabaseMessageProperties(@DefaultValue("true") boolean masked) {
}
