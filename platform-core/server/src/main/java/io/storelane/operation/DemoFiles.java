package io.storelane.operation;

import io.storelane.dataset.ImportView;
import io.storelane.dataset.Imports;
import io.storelane.export.Exports;
import io.storelane.web.list.FileFormat;
import jakarta.annotation.PreDestroy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Files that go in and out of the demo workspace: an import in each of its steps, one of them with faults, and an export. */
@Component
@ConditionalOnProperty("storelane.demo.user")
class DemoFiles {

    private static final int LOOKS = 300;

    private static final String CUSTOMERS = """
            客户编号,姓名,类型,手机,邮箱,门店
            M-1001,王小雨,个人,13812340001,wang.xiaoyu@example.com,西湖店
            M-1002,李明,个人,13812340002,,滨江店
            M-1003,周茜,个人,12345,zhou.qian@,西湖店
            M-1004,杭州晨光书店,企业,0571-88880000,hello@example.com,西湖店
            M-1005,陈曦,个人,13812340005,,南京西路店
            M-1006,,个人,13812340006,,衡山路店
            M-1007,Emma Green,个人,13812340007,emma.green@example.com,衡山路店
            """;

    private static final String STOCK = """
            商品编码,仓库,数量
            HC-YN-250,SZ-GQ,18
            HC-DRIP-10,SZ-GQ,26
            HC-OLD-1,SZ-GQ,4
            """;

    private static final String PRICES = """
            货号,售价
            HC-YN-250,69.00
            HC-ET-250,79.00
            JD-MUG-W,88.00
            """;

    private final Imports imports;
    private final Exports exports;
    private final CountDownLatch closing = new CountDownLatch(1);

    DemoFiles(Imports imports, Exports exports) {
        this.imports = imports;
        this.exports = exports;
    }

    /** Needs goods and orders; the caller acts as the owner. */
    void seed() {
        UUID customers = check("customers", "会员名单.csv", CUSTOMERS);
        check("stock", "观前街店盘点.csv", STOCK);
        upload("prices", "十二月价目.csv", PRICES);
        exports.startList("orders", FileFormat.XLSX, "{}", ZoneId.of("Asia/Shanghai"));
        if (awaitCheck(customers)) {
            imports.start(customers);
        }
    }

    private UUID upload(String kind, String name, String table) {
        return imports.upload(kind, name, "UTF-8", new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
    }

    private UUID check(String kind, String name, String table) {
        UUID id = upload(kind, name, table);
        ImportView file = imports.find(id);
        imports.check(id, file.version(), file.mapping(), file.options());
        return id;
    }

    /** @return false if a slow machine has not looked at it in half a minute, or the server ends */
    private boolean awaitCheck(UUID id) {
        try {
            for (int i = 0; i < LOOKS && imports.find(id).state() == ImportView.State.CHECKING; i++) {
                if (closing.await(100, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        return imports.find(id).startable();
    }

    @PreDestroy
    void close() {
        closing.countDown();
    }
}
