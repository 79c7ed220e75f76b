package io.github.observability.logging;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.observability.logging.masking.LogMasker;
import io.github.observability.logging.masking.LogMaskerAutoConfiguration;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A masker that is added while an earlier one is asked, by a line of another thread.
 */
class MaskersAddedMeanwhileTests {

	private static final String TEMPLATE = "Ride of zebra-7 {}";

	private final Masking masking = Masking.create(new MockEnvironment(), 1_000);

	private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {
	});

	private final AnnotationConfigApplicationContext earlier = context(new Earlier());

	private @Nullable AnnotationConfigApplicationContext later;

	@AfterEach
	void close() {
		this.earlier.close();
		if (this.later != null) {
			this.later.close();
		}
	}

	@Test
	void decidesAboutAKeyThatIsBeingRegistered() {
		FieldRegistry registry = new FieldRegistry(LogFormat.ECS, JsonSettings.get(new MockEnvironment()), Map.of(),
				this.masking);
		this.meanwhile.set(() -> {
			this.later = context(new Later());
			registry.update();
		});
		assertThat(registry.ofKey("zebra").isSecret()).isTrue();
		registry.update();
		assertThat(registry.ofKey("zebra").isSecret()).isTrue();
	}

	@Test
	void masksATemplateThatIsBeingMasked() {
		MessageTemplates templates = new MessageTemplates(this.masking);
		this.meanwhile.set(() -> {
			this.later = context(new Later());
			templates.of(event("Another {}"), List.of());
		});
		templates.of(event(TEMPLATE), List.of());
		assertThat(templates.of(event(TEMPLATE), List.of())).hasToString("Ride of *** {}");
	}

	private static LoggingEvent event(String template) {
		LoggingEvent event = new LoggingEvent();
		event.setLevel(Level.INFO);
		event.setMessage(template);
		event.setArgumentArray(new Object[] { 1 });
		return event;
	}

	private void happenOnce() {
		this.meanwhile.getAndSet(() -> {
		}).run();
	}

	private static AnnotationConfigApplicationContext context(LogMasker masker) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(LogMasker.class, () -> masker);
		context.register(LogMaskerAutoConfiguration.class);
		context.refresh();
		return context;
	}

	private final class Earlier implements LogMasker {

		@Override
		public String mask(String text) {
			if (text.contains("zebra-7")) {
				happenOnce();
			}
			return text;
		}

		@Override
		public boolean isSecret(String key) {
			if (key.equals("zebra")) {
				happenOnce();
			}
			return false;
		}

	}

	private static final class Later implements LogMasker {

		@Override
		public String mask(String text) {
			return text.replace("zebra-7", Masking.MASK);
		}

		@Override
		public boolean isSecret(String key) {
			return key.equals("zebra");
		}

	}

}
