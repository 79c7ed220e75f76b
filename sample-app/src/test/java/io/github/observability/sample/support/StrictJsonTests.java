package io.github.observability.sample.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StrictJsonTests {

	@Test
	void readsAnObject() {
		JsonNode json = StrictJson.parse("{\"message\":\"a \\\"b\\\"\\n\",\"n\":{\"x\":[1,2.5,null,true]}}");
		assertThat(json.get("message").asString()).isEqualTo("a \"b\"\n");
		assertThat(json.at("/n/x/1").doubleValue()).isEqualTo(2.5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "1", "\"{}\"", "[{}]", "plain text", " {}", "{} ", "{}\r", "{}\n",
			"\uFEFF{}", "{", "}", "{}}", "{}{}", "{} {}", "{},{}", "{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"b\":2}}",
			"{\"a\":[{\"b\":1,\"b\":2}]}", "{\"a\":1,}", "{\"a\":[1,]}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":+1}",
			"{\"a\":.5}", "{'a':1}", "{a:1}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{/* */}", "{\"a\":\n1}", "{\"a\"}",
			"{\"a\":undefined}" })
	void refusesAnythingElse(String line) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> StrictJson.parse(line))
			.withMessageEndingWith("\n\t" + line);
	}

	@Test
	void saysWhatIsWrong() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> StrictJson.parse("{\"level\":1,\"level\":2}"))
			.withMessageContaining("Duplicate")
			.withMessageContaining("level");
	}

	@Test
	void readsLines() {
		assertThat(StrictJson.parseLines("{\"a\":1}\n{\"a\":2}\n")).extracting((json) -> json.get("a").intValue())
			.containsExactly(1, 2);
	}

	@Test
	void namesTheLineAmongLines() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> StrictJson.parseLines("{}\n\n{}\n"))
			.withMessageContaining("line 2");
	}

}
