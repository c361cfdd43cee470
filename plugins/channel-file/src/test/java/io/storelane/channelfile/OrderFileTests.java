package io.storelane.channelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.PluginContractTests;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every plugin keeps; and orders of a file on their way into the server. */
class OrderFileTests extends PluginContractTests {

    private static final String ORDERS = """
            订单号,下单时间,商家编码,数量,单价,收货人,手机,区划代码,详细地址,实付金额
            F-1,2026-11-20 08:15,CUP,2,12.50,王芳,13800138000,330106,文三路 1 号,"25.00"
            F-1,2026-11-20 08:15,TEA,1,¥30,王芳,13800138000,330106,文三路 1 号,
            F-2,2026/11/21,CUP,two,12.50,李雷,13900139000,330106,文三路 2 号,
            F-3,2026年11月22日,CUP,1,12.505,李雷,13900139000,330106,文三路 2 号,
            F-4,2026-11-22,CUP,1,12.50,李雷,13900139000,330106,文三路 2 号,12.50
            """;

    @Test
    void ordersOfAFileAreLookedAtFirstThenTakenOnce() {
        Sender sender = new Sender("Files");
        String page = sender.page(sender.upload("orders.csv", ORDERS.getBytes(Charset.forName("GB18030"))));
        assertThat(sender.shop.get(page).body())
                .contains("Rows: 5. Orders that can be taken: 2. Faults: 2.")
                .contains("Row 4, column 数量", "“two” is no number of units")
                .contains("Row 5, column 单价", "has more decimals");
        assertThat(sender.orders()).doesNotContain("F-1");

        sender.shop.post(page + "/import", Map.of());
        Patience.until(() -> sender.orders().contains("F-1") && sender.orders().contains("F-4"));
        assertThat(sender.orders()).doesNotContain("F-2", "F-3");
        assertThat(sender.shop.get(page).body()).contains("2 new, 0 known before");
        assertThat(sender.shop.get(page + "/result.csv").body())
                .contains("F-1", "taken", "“two” is no number of units");

        // the same file again, and then the same orders in another one
        Outcome again = sender.upload("again.csv", ORDERS.getBytes(Charset.forName("GB18030")));
        assertThat(again.location()).endsWith(page + "?again=true");
        String other = sender.page(sender.upload("utf8.csv", ORDERS.getBytes(StandardCharsets.UTF_8)));
        sender.shop.post(other + "/import", Map.of());
        assertThat(sender.shop.get(other).body()).contains("0 new, 2 known before");
    }

    @Test
    void columnsThatAreNotKnownAreChosenAndRemembered() {
        Sender sender = new Sender("Columns");
        String file = "Ref;What;How many;Each\nC-1;CUP;1;10\n";
        String page = sender.page(sender.upload("odd.csv", file.getBytes(StandardCharsets.UTF_8)));
        assertThat(sender.shop.get(page).body()).contains("No column holds Order number");
        sender.shop.post(
                page + "/columns",
                Map.of("column-number", "0", "column-sku", "1", "column-quantity", "2", "column-price", "3"));
        assertThat(sender.shop.get(page).body()).contains("Rows: 1. Orders that can be taken: 1. Faults: 0.");
        String next =
                sender.page(sender.upload("next.csv", file.replace("C-1", "C-2").getBytes(StandardCharsets.UTF_8)));
        assertThat(sender.shop.get(next).body()).contains("Rows: 1. Orders that can be taken: 1. Faults: 0.");
    }

    @Test
    void stockOfNowIsAFile() {
        Sender sender = new Sender("Stock");
        Patience.until(() -> sender.shop
                .get("/accounts/" + sender.account + "/stock.csv")
                .body()
                .contains("BOWL"));
    }

    @Test
    void aFileThatIsNoneIsRefusedInWords() {
        Sender sender = new Sender("Refused");
        Outcome refused = sender.upload("orders.csv", new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0});
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("97");
        assertThat(sender.upload("empty.csv", new byte[0]).status()).isEqualTo(422);
        Sender stranger = new Sender("Stranger");
        assertThat(stranger.shop
                        .owner()
                        .upload(
                                stranger.shop.path("/files"),
                                Map.of("account", sender.account),
                                "file",
                                "x.csv",
                                "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(404);
    }
}
