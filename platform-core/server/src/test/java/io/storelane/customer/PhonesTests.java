package io.storelane.customer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhonesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "13800000000",
                "+86 138 0000 0000",
                "(0571) 8888-8888",
                "+1 (555) 123.4567",
                "15012345678-1234",
                "15012345678转1234",
                "+1 555 123 4567 x12",
                "0571-88888888 ext. 9",
                "12345"
            })
    void theseAreNumbers(String phone) {
        assertThat(Phones.arePlausible(phone)).isTrue();
        assertThat(Phones.arePlausibleOrMasked(phone)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1234", "call me", "138000x", "123456789012345678901", "+", " ", "138 0000\n0000", "1380000000a"
            })
    void theseAreNone(String phone) {
        assertThat(Phones.arePlausible(phone)).isFalse();
        assertThat(Phones.arePlausibleOrMasked(phone)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"138****0000", "+86 138****0000", "*******0000-1234"})
    void shopsMaskSomeDigits(String phone) {
        assertThat(Phones.arePlausible(phone)).isFalse();
        assertThat(Phones.arePlausibleOrMasked(phone)).isTrue();
    }
}
