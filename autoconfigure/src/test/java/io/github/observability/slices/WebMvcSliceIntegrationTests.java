package io.github.observability.slices;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's test of controllers alone.
 */
@WebMvcTest
@DirtiesContext
class WebMvcSliceIntegrationTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ApplicationContext context;

	@Test
	void answers() {
		assertThat(this.mvc.get().uri("/rides")).hasStatusOk().hasBodyTextEqualTo("none");
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void hasNoBeanOfTheStarter() {
		assertThat(Arrays.stream(this.context.getBeanDefinitionNames()))
			.noneMatch((name) -> name.contains("AutoConfiguration") && name.startsWith("io.github.observability."));
	}

}
