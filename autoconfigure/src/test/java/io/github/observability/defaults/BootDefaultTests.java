package io.github.observability.defaults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Boot renames properties; a default under an old name would silently be none.
 */
class BootDefaultTests {

	private static final Set<String> known = new HashSet<>();

	@BeforeAll
	static void readMetadata() throws IOException {
		ClassLoader classLoader = BootDefaultTests.class.getClassLoader();
		for (URL metadata : Collections.list(classLoader.getResources("META-INF/spring-configuration-metadata.json"))) {
			read(metadata);
		}
	}

	private static void read(URL metadata) {
		try (InputStream content = metadata.openStream()) {
			new JsonMapper().readTree(content)
				.path("properties")
				.forEach((property) -> known.add(property.path("name").asString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isEntry(String key, String map) {
		return (map.endsWith(".enable") && key.startsWith(map + "."))
				|| (map.endsWith(".properties") && key.startsWith(map + "["));
	}

	@ParameterizedTest
	@EnumSource(BootDefault.class)
	void namesAPropertyOfBoot(BootDefault bootDefault) {
		String key = bootDefault.key();
		assertThat(known).anyMatch((name) -> name.equals(key) || isEntry(key, name));
		assertThat(bootDefault.reason()).isNotBlank();
	}

}
