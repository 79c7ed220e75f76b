package io.github.observability.golden;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IgnoredPathsTests {

	private final IgnoredPaths paths = new IgnoredPaths(List.of("/exact", "/tree/**"), () -> List.of("/known/**"));

	@ParameterizedTest
	@ValueSource(strings = { "/exact", "/tree", "/tree/", "/tree/a/b", "/known/x" })
	void containsPaths(String path) {
		assertThat(this.paths.contain(path, 0)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/exact/", "/exact/a", "/exactly", "/trees", "/other/tree", "/EXACT" })
	void doesNotContainOthers(String path) {
		assertThat(this.paths.contain(path, 0)).isFalse();
	}

	@Test
	void beginsAfterTheContextPath() {
		assertThat(this.paths.contain("/shop/tree/a", 5)).isTrue();
		assertThat(this.paths.contain("/tree/a", 5)).isFalse();
	}

	@Test
	void asksForKnownPathsOnce() {
		AtomicInteger asked = new AtomicInteger();
		IgnoredPaths lazy = new IgnoredPaths(List.of(), () -> {
			asked.incrementAndGet();
			return List.of();
		});
		assertThat(asked).hasValue(0);
		lazy.contain("/a", 0);
		lazy.contain("/b", 0);
		assertThat(asked).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a", "/a/**", "/", "/**" })
	void acceptsBothForms(String path) {
		assertThat(IgnoredPaths.isValid(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "/a/*", "/a/*/b", "/{a}", "/a?b", "/a;b", "/a b" })
	void refusesOthers(String path) {
		assertThat(IgnoredPaths.isValid(path)).isFalse();
	}

}
