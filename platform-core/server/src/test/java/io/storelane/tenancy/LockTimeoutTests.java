package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/** Who waits too long for a row is told to try again, as one of two who wait for each other is. */
class LockTimeoutTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Database database;

    @Autowired
    TransactionTemplate transaction;

    @Test
    void aRowThatSomebodyHoldsForLongIsAConflict() throws Exception {
        Workspace workspace = new Stage(context).shop();
        try (Connection admin = TestStack.get().admin();
                PreparedStatement hold =
                        admin.prepareStatement("select from core.role where tenant_id = ? for update")) {
            admin.setAutoCommit(false);
            hold.setObject(1, workspace.tenant().value());
            hold.execute();
            assertThatThrownBy(() -> Scope.tenant(workspace.tenant())
                            .run(() -> transaction.executeWithoutResult(_ -> database.core()
                                    .sql("update core.role set name = name where tenant_id = :tenant")
                                    .param("tenant", workspace.tenant().value())
                                    .update())))
                    .isInstanceOf(LockTimeoutException.class)
                    .isInstanceOf(ConcurrencyFailureException.class);
            admin.rollback();
        }
    }
}
