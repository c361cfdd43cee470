package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.customer.Masks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of personal data for those who may not see it. */
class MasksTests {

    @ParameterizedTest
    @CsvSource({
        "13800000000,138****0000",
        "+86 138 0000 1234,+86 138****1234",
        "+8613800001234,+86138****1234",
        "010-62345678,01****78",
        "12345,****",
        "1,****",
        "'',''"
    })
    void ofAPhoneTheMiddleIsHidden(String phone, String shown) {
        assertThat(Masks.phone(phone)).isEqualTo(shown);
    }

    @Test
    void ofAMailTheDomainIsKept() {
        assertThat(Masks.email("wang.fang@example.org")).isEqualTo("w****@example.org");
        assertThat(Masks.email("ab@example.org")).isEqualTo("****@example.org");
        assertThat(Masks.email("")).isEmpty();
    }

    @Test
    void ofAnIdentityNumberTheBirthIsHidden() {
        assertThat(Masks.idNumber("110105194912310024")).isEqualTo("1101****24");
    }

    @Test
    void whatIsNearerThanTheCityIsHidden() {
        assertThat(Masks.address("文三路 1 号")).isEqualTo("****");
        assertThat(Masks.address("")).isEmpty();
    }

    @Test
    void aMaskThatComesBackKeepsWhatIsStored() {
        assertThat(Masks.kept("138****0000", "13800000000", Masks::phone)).isEqualTo("13800000000");
        assertThat(Masks.kept("13911112222", "13800000000", Masks::phone)).isEqualTo("13911112222");
        assertThat(Masks.kept("", "13800000000", Masks::phone)).isEmpty();
    }
}
