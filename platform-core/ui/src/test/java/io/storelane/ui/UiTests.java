package io.storelane.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Helpers of templates. */
class UiTests {

    private final Ui ui = new Ui();

    @Test
    void theRestOfAnAddressStaysAsItIs() {
        assertThat(ui.with("/w/x/products?q=%E5%92%96%E5%95%A1&brand=a%26b&after=y", "after", "z/1="))
                .isEqualTo("/w/x/products?q=%E5%92%96%E5%95%A1&brand=a%26b&after=z%2F1%3D");
        assertThat(ui.with("/w/x/products?q=a=b", "sort", "咖啡"))
                .isEqualTo("/w/x/products?q=a=b&sort=%E5%92%96%E5%95%A1");
        assertThat(ui.with("/w/x/products?q=%E5%92%96", "q", "")).isEqualTo("/w/x/products");
        assertThat(ui.sortHref("/w/x/products?q=%E5%92%96&sort=name", "name", "name"))
                .isEqualTo("/w/x/products?q=%E5%92%96&sort=-name");
    }
}
