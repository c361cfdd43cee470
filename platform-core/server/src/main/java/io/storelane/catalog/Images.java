package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.file.PictureSize;
import io.storelane.file.Pictures;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The pictures of products. */
@Service
public class Images {

    /** Pictures that a product may have. */
    public static final int MOST = 20;

    /** Characters of what a picture shows in one language, at most. */
    public static final int ALT_LENGTH = 200;

    private static final String PURPOSE = "product";

    private final Database database;
    private final ProductRows rows;
    private final Pictures pictures;
    private final CheckList checkList;
    private final Trail trail;
    private final TransactionTemplate transaction;

    Images(
            Database database,
            ProductRows rows,
            Pictures pictures,
            CheckList checkList,
            Trail trail,
            TransactionTemplate transactionTemplate) {
        this.transaction = transactionTemplate;
        this.database = database;
        this.rows = rows;
        this.pictures = pictures;
        this.checkList = checkList;
        this.trail = trail;
    }

    /** Adds a picture behind the others. It is decoded before anything is locked. */
    public UUID add(UUID productId, byte[] upload, Text alt) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        if (Objects.requireNonNull(
                transaction.execute(_ -> rows.product(productId).isEmpty()))) {
            throw new ProblemException(CatalogProblem.PRODUCT_NOT_FOUND);
        }
        Pictures.Upload drawn = Pictures.draw(upload);
        return Objects.requireNonNull(
                transaction.execute(_ -> add(productId, alt, () -> pictures.store(PURPOSE, drawn))));
    }

    /** Keeps a picture that a product is to get later; without one it goes after a day. @return the id of its file */
    public UUID upload(byte[] upload) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Pictures.Upload drawn = Pictures.draw(upload);
        return Objects.requireNonNull(transaction.execute(_ -> pictures.store(Pictures.UPLOAD, drawn)));
    }

    /** Adds a picture that the caller has uploaded behind the others. */
    @Transactional
    public UUID add(UUID productId, UUID file, Text alt) {
        return add(productId, alt, () -> {
            pictures.claim(file, PURPOSE);
            return file;
        });
    }

    private UUID add(UUID productId, Text alt, Supplier<UUID> kept) {
        Product product = managed(productId);
        if (product.images().size() >= MOST) {
            throw new ProblemException(CatalogProblem.TOO_MANY_IMAGES, MOST);
        }
        Text text = alt.atMost(ALT_LENGTH);
        UUID file = kept.get();
        UUID id = Ids.next();
        database.core()
                .sql("""
                        insert into core.product_image (tenant_id, id, product_id, file_id, position, alt_zh, alt_en)
                        values (:tenant, :id, :product, :file, :position, :zh, :en)""")
                .param("tenant", tenant())
                .param("id", id)
                .param("product", productId)
                .param("file", file)
                .param("position", product.images().size())
                .param("zh", text.zh())
                .param("en", text.en())
                .update();
        rows.touched(productId);
        trail.record(
                "image.added",
                product,
                Map.of(),
                Map.of("images", product.images().size() + 1));
        return id;
    }

    /** Says what a picture shows. */
    @Transactional
    public void describe(UUID productId, UUID id, Text alt) {
        Product product = managed(productId);
        ProductImage before = in(product, id);
        Text text = alt.atMost(ALT_LENGTH);
        database.core()
                .sql("update core.product_image set alt_zh = :zh, alt_en = :en where tenant_id = :tenant and id = :id")
                .param("tenant", tenant())
                .param("id", id)
                .param("zh", text.zh())
                .param("en", text.en())
                .update();
        rows.touched(productId);
        trail.record("image.changed", product, values(before.alt()), values(text));
    }

    /** @param order each picture of the product once; the first is the cover */
    @Transactional
    public void order(UUID productId, List<UUID> order) {
        Product product = managed(productId);
        List<UUID> before = product.images().stream().map(ProductImage::id).toList();
        if (order.size() != before.size() || !new HashSet<>(order).equals(new HashSet<>(before))) {
            throw new ProblemException(CatalogProblem.IMAGE_ORDER_INVALID);
        }
        number(order);
        rows.touched(productId);
        trail.record("images.ordered", product, Map.of(), Map.of());
    }

    /** @throws ProblemException also if it is the last one of a listed product */
    @Transactional
    public void remove(UUID productId, UUID id) {
        Product product = managed(productId);
        ProductImage image = in(product, id);
        checkList.keeping(
                product,
                Map.of(),
                () -> database.core()
                        .sql("delete from core.product_image where tenant_id = :tenant and id = :id")
                        .param("tenant", tenant())
                        .param("id", id)
                        .update());
        pictures.delete(image.fileId());
        number(product.images().stream()
                .map(ProductImage::id)
                .filter(i -> !i.equals(id))
                .toList());
        rows.touched(productId);
        trail.record(
                "image.removed",
                product,
                Map.of("images", product.images().size()),
                Map.of("images", product.images().size() - 1));
    }

    /** Takes all pictures from a product that goes. */
    void clear(Product product) {
        database.core()
                .sql("delete from core.product_image where tenant_id = :tenant and product_id = :id")
                .param("tenant", tenant())
                .param("id", product.id())
                .update();
        product.images().forEach(image -> pictures.delete(image.fileId()));
    }

    /** The file of a product's picture, or one that the caller has uploaded. @throws ProblemException if it is neither */
    public Pictures.Picture file(UUID file, PictureSize size) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        return pictures.read(Objects.requireNonNull(transaction.execute(_ -> find(file, size))));
    }

    private Pictures.Found find(UUID file, PictureSize size) {
        boolean known = database.core()
                .sql("select exists (select from core.product_image where tenant_id = :tenant and file_id = :file)")
                .param("tenant", tenant())
                .param("file", file)
                .query(Boolean.class)
                .single();
        if (!known && !pictures.isOwnUpload(file)) {
            throw new ProblemException(CatalogProblem.IMAGE_NOT_FOUND);
        }
        return pictures.find(file, size);
    }

    private void number(List<UUID> order) {
        for (int i = 0; i < order.size(); i++) {
            database.core()
                    .sql("update core.product_image set position = :position where tenant_id = :tenant and id = :id")
                    .param("tenant", tenant())
                    .param("id", order.get(i))
                    .param("position", i)
                    .update();
        }
    }

    private Product managed(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        return rows.locked(id, null);
    }

    private static ProductImage in(Product product, UUID id) {
        return product.images().stream()
                .filter(i -> i.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(CatalogProblem.IMAGE_NOT_FOUND));
    }

    private static Map<String, String> values(Text alt) {
        return Map.of("titleZh", alt.zh(), "titleEn", alt.en());
    }

    private static UUID tenant() {
        return Scope.currentTenant().value();
    }
}
