package io.github.observability.test.planted;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Orders with their items.
 */
@Repository
class OrderRepository {

	private final JdbcClient jdbc;

	OrderRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
		jdbc.sql("create table if not exists items (id int, order_id int)").update();
	}

	List<Integer> items() {
		return this.jdbc.sql("select id from items where order_id in (?, ?, ?)")
			.params(1, 2, 3)
			.query(Integer.class)
			.list();
	}

	List<Integer> itemsOf(int order) {
		return this.jdbc.sql("select id from items where order_id = ?").param(order).query(Integer.class).list();
	}

}
