package io.github.observability.business;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.Library;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Uses;
import io.github.observability.testing.Volume;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of a shop over one database: what they export is what the database holds,
 * to the cent.
 */
class RevenueIntegrationTests {

	private static final int PURCHASES = Volume.of(2_000, 10_000);

	private static final int THREADS = 8;

	private static final String[] CURRENCIES = { "EUR", "USD", "JPY" };

	/** The other one is the database that a shop has. */
	@Test
	@FullRunOnly
	void equalsWhatH2Holds() throws Exception {
		compare("jdbc:h2:mem:revenue;DB_CLOSE_DELAY=-1", "sa");
	}

	@Test
	void equalsWhatPostgresHolds() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			compare(postgres.getJdbcUrl("postgres", "postgres"), "postgres");
		}
	}

	private void compare(String url, String user) throws Exception {
		String[] properties = { "spring.datasource.url=" + url, "spring.datasource.username=" + user,
				"spring.datasource.hikari.maximum-pool-size=8", "spring.main.banner-mode=off",
				"observability.business.event-lines=false" };
		try (RunningApplication first = RunningApplication.start(ShopApplication.class, properties);
				RunningApplication second = RunningApplication.start(ShopApplication.class, properties)) {
			JdbcClient database = first.bean(JdbcClient.class);
			database.sql("create table purchases (id bigint primary key, minor_units bigint, currency varchar(3))")
				.update();
			buy(List.of(first.bean(Shop.class), second.bean(Shop.class)));
			List<Map<String, Object>> rows = database
				.sql("select currency, sum(minor_units) as total, count(*) as number from purchases group by currency")
				.query()
				.listOfRows();
			assertThat(rows).hasSize(CURRENCIES.length);
			Map<String, Double> revenue = scraped("shop_sales_amount_minor_units_total", first, second);
			for (Map<String, Object> row : rows) {
				assertThat(revenue.get(row.get("currency"))).isEqualTo(((Number) row.get("total")).doubleValue());
			}
			double number = rows.stream().mapToLong((row) -> ((Number) row.get("number")).longValue()).sum();
			assertThat(number).isEqualTo(PURCHASES * 0.9);
			assertThat(scraped("shop_sales_total", first, second).get("")).isEqualTo(number);
		}
	}

	private void buy(List<Shop> shops) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		List<Callable<Void>> purchases = new ArrayList<>();
		for (int i = 0; i < PURCHASES; i++) {
			int id = i;
			purchases.add(() -> {
				Shop shop = shops.get(id % 2);
				try {
					shop.buy(id, CURRENCIES[id % CURRENCIES.length], id % 10 == 0);
				}
				catch (OutOfStockException ex) {
					// The customer has bought nothing.
				}
				return null;
			});
		}
		for (Future<Void> purchase : threads.invokeAll(purchases, 120, TimeUnit.SECONDS)) {
			purchase.get();
		}
		threads.shutdown();
	}

	/**
	 * Sum up the series of the scrapes by currency.
	 */
	private Map<String, Double> scraped(String family, RunningApplication... applications) throws IOException {
		Pattern line = Pattern.compile("^" + family + "(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);
		Map<String, Double> sums = new TreeMap<>();
		for (RunningApplication application : applications) {
			String scrape = application.get("/actuator/prometheus").body();
			for (MatchResult series : line.matcher(scrape).results().toList()) {
				sums.merge(currency(series.group(1)), Double.valueOf(series.group(2)), Double::sum);
			}
		}
		return sums;
	}

	private static String currency(String labels) {
		return (labels != null && labels.contains("currency=")) ? labels.replaceAll(".*currency=\"(\\w+)\".*", "$1")
				: "";
	}

	@Uses(Library.JDBC)
	@UnsecuredApplication
	static class ShopApplication {

		@Bean
		Shop shop(JdbcClient database, BusinessMetrics business) {
			return new Shop(database, business);
		}

	}

	static class Shop {

		private final JdbcClient database;

		private final BusinessPurchases sales;

		Shop(JdbcClient database, BusinessMetrics business) {
			this.database = database;
			this.sales = business.purchases("shop.sales", "Sales of the shop", "shelf");
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		void buy(long id, String currency, boolean fails) {
			long minorUnits = 1 + id * 7919 % 100_000;
			this.database.sql("insert into purchases values (?, ?, ?)").params(id, minorUnits, currency).update();
			this.sales.purchased(minorUnits, Currency.getInstance(currency), "shelf-" + id % 3);
			if (fails) {
				throw new OutOfStockException();
			}
		}

	}

	static class OutOfStockException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
