package io.github.observability.business;

/**
 * A registered gauge. Closing it removes it from the registry.
 *
 * @see BusinessMetrics#gauge(String, String, java.util.function.DoubleSupplier)
 */
@FunctionalInterface
public interface BusinessGauge extends AutoCloseable {

	@Override
	void close();

}
