package io.storelane.tenancy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** Builds an EntityManagerFactory that shares the one transaction; the server has one, each plugin with data has its own. */
public final class EntityManagers {

    private static final UUID NO_TENANT = new UUID(0, 0);

    private final ScopedPool pool;

    EntityManagers(ScopedPool pool) {
        this.pool = pool;
    }

    /**
     * @param role role the statements run as
     * @param schema schema of the tables
     * @param packages packages that hold the entities
     */
    public LocalContainerEntityManagerFactoryBean factory(DatabaseRole role, String schema, String... packages) {
        var factory = new LocalContainerEntityManagerFactoryBean();
        factory.setPersistenceUnitName(schema);
        factory.setPackagesToScan(packages);
        factory.setJtaDataSource(new RoleDataSource(pool, role));
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        Map<String, Object> settings = new HashMap<>();
        settings.put(AvailableSettings.TRANSACTION_COORDINATOR_STRATEGY, "jta");
        settings.put(AvailableSettings.JTA_PLATFORM, new SpringJtaPlatform(pool));
        settings.put(AvailableSettings.CONNECTION_HANDLING, "DELAYED_ACQUISITION_AND_RELEASE_AFTER_STATEMENT");
        settings.put("hibernate.boot.allow_jdbc_metadata_access", "false");
        settings.put("jakarta.persistence.database-product-name", "PostgreSQL");
        settings.put("jakarta.persistence.database-major-version", "18");
        settings.put(AvailableSettings.DEFAULT_SCHEMA, schema);
        settings.put(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new ScopeTenant());
        settings.put(AvailableSettings.JDBC_TIME_ZONE, "UTC");
        settings.put(AvailableSettings.STATEMENT_BATCH_SIZE, "50");
        settings.put(AvailableSettings.ORDER_INSERTS, "true");
        settings.put(
                AvailableSettings.PHYSICAL_NAMING_STRATEGY,
                "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl");
        factory.setJpaPropertyMap(settings);
        return factory;
    }

    /** Gives the context of a plugin what it reaches its own schema by: JPA and JDBC, in its own role. */
    public void register(GenericApplicationContext context, String plugin, String basePackage) {
        DatabaseRole role = PluginSchemas.role(plugin);
        context.registerBean(
                "entityManagerFactory",
                LocalContainerEntityManagerFactoryBean.class,
                () -> factory(role, PluginSchemas.schema(plugin), basePackage));
        context.registerBean(
                "entityManager",
                EntityManager.class,
                () -> SharedEntityManagerCreator.createSharedEntityManager(context.getBean(EntityManagerFactory.class)),
                definition -> definition.setPrimary(true));
        context.registerBean("jdbcClient", JdbcClient.class, () -> JdbcClient.create(new RoleDataSource(pool, role)));
    }

    /** The tenant that Hibernate writes into its statements: a convenience beside the wall, never instead of it. */
    private static final class ScopeTenant implements CurrentTenantIdentifierResolver<UUID> {

        @Override
        public UUID resolveCurrentTenantIdentifier() {
            return Scope.isBound() && Scope.current() instanceof Scope.Tenant(TenantId id) ? id.value() : NO_TENANT;
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return true;
        }
    }
}
