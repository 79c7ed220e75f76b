package io.github.observability.benchmarks;

import java.util.List;

/**
 * A way of observing the service.
 *
 * @param name what it is called on the command line
 * @param label what it is called on the page
 * @param classPath the module whose class path it runs on
 * @param jvmArguments arguments of the JVM beside those that all have
 * @param properties properties of the service beside those that all have
 */
record Variant(String name, String label, String classPath, List<String> jvmArguments, List<String> properties) {

}
