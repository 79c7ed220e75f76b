package io.github.observability.console.shop;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ProductRepository extends JpaRepository<Product, Long> {

	List<Product> findByCategory(String category);

	List<Product> findByNameContaining(String text);

	@Query("select distinct p.category from Product p order by p.category")
	List<String> findCategories();

}
