package io.github.observability.shapes;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * A service whose context has a parent with auto-configuration, registries included.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class AutoConfiguredHierarchyApplication {

	public static void main(String[] args) {
		HierarchyApplication.startBelow(AutoConfiguredHierarchyApplication.class, args);
	}

}
