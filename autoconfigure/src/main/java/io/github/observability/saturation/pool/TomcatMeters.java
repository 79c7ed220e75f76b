package io.github.observability.saturation.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.RequestGroupInfo;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Registers Micrometer's meters of Tomcat's threads, connections and requests without
 * MBeans. Micrometer reads them from MBeans, for which Tomcat parses its XML descriptors
 * at each start.
 */
final class TomcatMeters implements ApplicationListener<WebServerInitializedEvent> {

	private final MeterRegistry registry;

	TomcatMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (event.getWebServer() instanceof TomcatWebServer server) {
			for (Connector connector : server.getTomcat().getService().findConnectors()) {
				if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
					String name = protocol.getName().replace("\"", "");
					registerPool(protocol, name);
					registerRequests(protocol, name);
				}
			}
		}
	}

	private void registerPool(AbstractProtocol<?> protocol, String name) {
		gauge("tomcat.threads.config.max", BaseUnits.THREADS, name, protocol, AbstractProtocol::getMaxThreads);
		gauge("tomcat.threads.busy", BaseUnits.THREADS, name, protocol, TomcatMeters::busyThreads);
		gauge("tomcat.threads.current", BaseUnits.THREADS, name, protocol, TomcatMeters::threads);
		gauge("tomcat.connections.current", BaseUnits.CONNECTIONS, name, protocol,
				AbstractProtocol::getConnectionCount);
		gauge("tomcat.connections.config.max", BaseUnits.CONNECTIONS, name, protocol,
				AbstractProtocol::getMaxConnections);
	}

	private void registerRequests(AbstractProtocol<?> protocol, String name) {
		counter("tomcat.global.sent", BaseUnits.BYTES, name, protocol, RequestGroupInfo::getBytesSent);
		counter("tomcat.global.received", BaseUnits.BYTES, name, protocol, RequestGroupInfo::getBytesReceived);
		counter("tomcat.global.error", null, name, protocol, RequestGroupInfo::getErrorCount);
		FunctionTimer
			.builder("tomcat.global.request", protocol, (group) -> value(group, RequestGroupInfo::getRequestCount),
					(group) -> value(group, RequestGroupInfo::getProcessingTime), TimeUnit.MILLISECONDS)
			.tags("name", name)
			.register(this.registry);
		TimeGauge
			.builder("tomcat.global.request.max", protocol, TimeUnit.MILLISECONDS,
					(group) -> value(group, RequestGroupInfo::getMaxTime))
			.tags("name", name)
			.register(this.registry);
	}

	private void gauge(String meter, String unit, String name, AbstractProtocol<?> protocol,
			ToDoubleFunction<AbstractProtocol<?>> value) {
		Gauge.builder(meter, protocol, value).tags("name", name).baseUnit(unit).register(this.registry);
	}

	private void counter(String meter, @Nullable String unit, String name, AbstractProtocol<?> protocol,
			ToLongFunction<RequestGroupInfo> value) {
		FunctionCounter.builder(meter, protocol, (group) -> value(group, value))
			.tags("name", name)
			.baseUnit(unit)
			.register(this.registry);
	}

	private static long value(AbstractProtocol<?> protocol, ToLongFunction<RequestGroupInfo> value) {
		return (protocol.getHandler().getGlobal() instanceof RequestGroupInfo requests) ? value.applyAsLong(requests)
				: 0;
	}

	/** With virtual threads there is no pool, and Tomcat says -1, as its MBean does. */
	private static double busyThreads(AbstractProtocol<?> protocol) {
		Executor executor = protocol.getExecutor();
		if (executor instanceof ThreadPoolExecutor threads) {
			return threads.getActiveCount();
		}
		return (executor instanceof java.util.concurrent.ThreadPoolExecutor threads) ? threads.getActiveCount() : -1;
	}

	private static double threads(AbstractProtocol<?> protocol) {
		Executor executor = protocol.getExecutor();
		if (executor instanceof ThreadPoolExecutor threads) {
			return threads.getPoolSize();
		}
		return (executor instanceof java.util.concurrent.ThreadPoolExecutor threads) ? threads.getPoolSize() : -1;
	}

}
