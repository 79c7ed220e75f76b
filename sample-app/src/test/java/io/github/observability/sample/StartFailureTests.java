package io.github.observability.sample;

import java.sql.SQLException;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/** Who cannot start the sample reads what to type instead. */
class StartFailureTests {

	@Test
	void busyPortNamesTheProperty() {
		FailureAnalysis analysis = analyze(new ApplicationContextException("", new PortInUseException(8080)));
		assertThat(analysis.getDescription()).isEqualTo("Port 8080 is in use.");
		assertThat(analysis.getAction()).contains("'server.port'", "--server.port=8081");
	}

	@Test
	void secondStartIsTold() {
		FailureAnalysis analysis = analyze(new BeanCreationException("flyway",
				new SQLException("Database may be already in use", "90020", 90020)));
		assertThat(analysis.getDescription()).contains("already running in this folder");
		assertThat(analysis.getAction()).contains("--server.port=8081 --spring.datasource.url=jdbc:h2:mem:rides");
	}

	@Test
	void otherFailuresOfTheDatabaseAreLeftToOthers() {
		assertThat(new DatabaseInUseFailureAnalyzer().analyze(new SQLException("Syntax error", "42000", 42000)))
			.isNull();
	}

	/** As Boot does: the first that knows the failure. */
	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, ex) -> {
				// Some want beans, which a failed start may not have.
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

}
