package io.github.observability.context;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestIdsTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "0AF7-651_x", "1234567890123456789012345678901234567890123456789012345678901234" })
	void acceptsSafeIds(String candidate) {
		assertThat(RequestIds.RANDOM.acceptOrCreate(candidate)).isEqualTo(candidate);
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { " ", "a b", "a\r\nSet-Cookie: x", "a\u0000", "ünicode", "\uD83D\uDE00", "<script>", "a.b",
			"12345678901234567890123456789012345678901234567890123456789012345" })
	void replacesOthers(@Nullable String candidate) {
		assertThat(RequestIds.RANDOM.acceptOrCreate(candidate)).matches("[0-9a-f]{32}");
	}

	@Test
	void makesNewIds() {
		assertThat(RequestIds.RANDOM.acceptOrCreate(null)).isNotEqualTo(RequestIds.RANDOM.acceptOrCreate(null));
	}

	@Test
	void usesTheGeneratorOfTheApplication() {
		RequestIds ids = new RequestIds(() -> "shop-1");
		assertThat(ids.acceptOrCreate(null)).isEqualTo("shop-1");
		assertThat(ids.acceptOrCreate("a b")).isEqualTo("shop-1");
		assertThat(ids.acceptOrCreate("given")).isEqualTo("given");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a\r\nSet-Cookie: x" })
	void replacesWhatAGeneratorShouldNotReturn(String generated) {
		assertThat(new RequestIds(() -> generated).acceptOrCreate(null)).matches("[0-9a-f]{32}");
	}

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class, AssertionError.class,
			StackOverflowError.class })
	void survivesAGeneratorThatThrows(Class<? extends Throwable> failure) {
		RequestIds ids = new RequestIds(() -> Failures.raise(failure));
		assertThat(ids.acceptOrCreate(null)).matches("[0-9a-f]{32}");
	}

}
