package io.storelane.customer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wang@example.com",
                "wang.fang+shop@mail.example.co.uk",
                "o'brien@example.ie",
                "王芳@例子.中国",
                "a@xn--fsqu00a.xn--fiqs8s",
                "w***@example.com"
            })
    void theseAreAddresses(String email) {
        assertThat(Emails.arePlausible(email)).isTrue();
        assertThat(Emails.arePlausibleOrMasked(email)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "@example.com",
                "wang@",
                "wang@example",
                "wang@@example.com",
                "wang @example.com",
                "a@b@example.com",
                "wang..fang@example.com",
                ".wang@example.com",
                "wang@-example.com",
                "wang@example..com",
                "wang@10.0.0.1",
                "wang@example.com ",
                "Wang <wang@example.com>"
            })
    void theseAreNone(String email) {
        assertThat(Emails.arePlausible(email)).isFalse();
        assertThat(Emails.arePlausibleOrMasked(email)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"w***@e******.com", "***@***.com"})
    void shopsMaskDomains(String email) {
        assertThat(Emails.arePlausible(email)).isFalse();
        assertThat(Emails.arePlausibleOrMasked(email)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "E12345678", "123", "11010519491231002X", "11010519491231002x"})
    void theseAreNumbersOfDocuments(String number) {
        assertThat(IdNumbers.arePlausible(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"110105194912310021", "11010519491231012X"})
    void aChineseNumberHasItsCheckDigit(String number) {
        assertThat(IdNumbers.arePlausible(number)).isFalse();
    }
}
