package io.github.observability.context.matrix;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders what the tests of the matrix expect and fails where the committed page differs.
 */
class ContextPageTests {

	@Test
	void isUpToDate() throws IOException {
		ContextPage page = new ContextPage();
		String rendered = page.render();
		if (Boolean.getBoolean("docs.write")) {
			page.write(rendered);
		}
		assertThat(page.committed())
			.as("rewrite it with: mvn test -pl autoconfigure -Dtest=ContextPageTests -Ddocs.write=true")
			.isEqualTo(rendered);
	}

}
