package io.github.observability.tracing.sampling;

import java.util.List;

import io.github.observability.BootNames;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

/**
 * Puts rules and limits around the sampler of the application where the tracer provider
 * is built. The bean stays as it is, so that it can be injected by its class.
 */
public final class HeadSampling {

	private final BeanFactory beans;

	private final Environment environment;

	HeadSampling(BeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	/**
	 * Return a sampler that applies rules and limits on top of another one.
	 * @param sampler the sampler of the application
	 * @return the sampler, the same one if it applies them already
	 */
	public Sampler around(Sampler sampler) {
		boolean boots = this.beans.containsBean(BootNames.SAMPLER_BEAN)
				&& this.beans.getBean(BootNames.SAMPLER_BEAN) == sampler;
		return around(sampler, boots ? BootNames.SAMPLER_BEAN : "");
	}

	/**
	 * Whether Boot builds the tracer provider, and so lets its sampler be set.
	 */
	boolean isSetByCustomizer() {
		return this.beans.containsBean(BootNames.TRACER_PROVIDER_BEAN);
	}

	Sampler around(Sampler sampler, String beanName) {
		if (sampler instanceof HeadSampler) {
			return sampler;
		}
		List<SamplingRule> rules = this.beans.getBean(SamplingProperties.class)
			.rules()
			.stream()
			.map(SamplingRule::of)
			.toList();
		return new HeadSampler(sampler, HeadProbability.of(beanName, sampler, this.environment), rules,
				provider(RootRateLimiter.class).getIfAvailable(), provider(RouteMinimum.class).getIfAvailable(),
				this.beans.getBean(RecordingSwitch.class)::isOn, this.beans.getBean(SampledRootCounter.class),
				provider(TracingReduction.class).getIfAvailable(() -> TracingReduction.NONE));
	}

	private <T> ObjectProvider<T> provider(Class<T> type) {
		return this.beans.getBeanProvider(type);
	}

}
