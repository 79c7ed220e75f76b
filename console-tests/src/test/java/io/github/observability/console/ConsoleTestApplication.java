package io.github.observability.console;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application with nothing but the starter and the console.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ConsoleTestApplication {

}
