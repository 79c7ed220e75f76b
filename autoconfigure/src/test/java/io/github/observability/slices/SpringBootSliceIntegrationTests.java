package io.github.observability.slices;

import io.github.observability.testing.FullRunOnly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's test of the whole application without a server.
 */
@SpringBootTest
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
@FullRunOnly
class SpringBootSliceIntegrationTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void answersWithARequestId() {
		MvcTestResult result = this.mvc.get().uri("/rides").header("X-Request-Id", "of-the-test").exchange();
		assertThat(result).hasStatusOk().hasBodyTextEqualTo("none").hasHeader("X-Request-Id", "of-the-test");
	}

	@Test
	void putsTheRequestIdOnTheLine(CapturedOutput output) {
		this.mvc.get().uri("/rides").header("X-Request-Id", "on-the-line").exchange();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Listing rides"))).singleElement()
			.asString()
			.contains("on-the-line");
	}

	@Test
	void leavesNothingInTheMdc() {
		this.mvc.get().uri("/rides").exchange();
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

}
