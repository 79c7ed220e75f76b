package io.github.observability.console;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * A shop with four faults planted: a query in a loop, a pool that is too small, a thread
 * that nobody gave the trace, a secret in a URL.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ShopApplication {

	static final String MARKUP = "<img src=x onerror=alert(1)>";

	@Bean
	static ApplicationRunner products(DataSource dataSource) {
		return (arguments) -> {
			JdbcClient jdbc = JdbcClient.create(dataSource);
			jdbc.sql("create table if not exists product (id int primary key, name varchar(100))").update();
			IntStream.rangeClosed(1, 10)
				.forEach((id) -> jdbc.sql("merge into product values (?, ?)").params(id, "Product " + id).update());
		};
	}

	@RestController
	static class ShopController {

		private static final Logger logger = LoggerFactory.getLogger(ShopController.class);

		private final JdbcClient jdbc;

		private final RestClient client;

		private final Environment environment;

		ShopController(DataSource dataSource, RestClient.Builder client, Environment environment) {
			this.jdbc = JdbcClient.create(dataSource);
			this.client = client.build();
			this.environment = environment;
		}

		@GetMapping("/products")
		List<Map<String, Object>> products() {
			return this.jdbc.sql("select id, name from product").query().listOfRows();
		}

		@GetMapping("/products/{id}")
		Map<String, Object> product(@PathVariable int id) {
			return this.jdbc.sql("select id, name from product where id = ?").param(id).query().singleRow();
		}

		@GetMapping("/orders")
		List<Map<String, Object>> orders() {
			return IntStream.rangeClosed(1, 6)
				.mapToObj((id) -> this.jdbc.sql("select name from product where id = ?").param(id).query().singleRow())
				.toList();
		}

		@GetMapping("/report")
		String report() throws InterruptedException {
			CountDownLatch done = new CountDownLatch(1);
			new Thread(() -> {
				this.jdbc.sql("select count(*) from product").query(Integer.class).single();
				done.countDown();
			}).start();
			return done.await(30, TimeUnit.SECONDS) ? "done" : "late";
		}

		@GetMapping("/partner")
		String partner() {
			return this.client.get()
				.uri("http://localhost:{port}/stock?token=s3cr3t-t0ken-of-the-partner",
						this.environment.getRequiredProperty("local.server.port"))
				.retrieve()
				.body(String.class);
		}

		@GetMapping("/stock")
		String stock(@RequestParam String token) {
			return "17";
		}

		@GetMapping("/broken")
		String broken() {
			logger.warn("A message with markup: {}", MARKUP);
			throw new IllegalStateException("Broken, " + MARKUP);
		}

	}

}
