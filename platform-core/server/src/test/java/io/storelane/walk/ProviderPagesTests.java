package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.TestStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of the identity provider that no walk comes along. */
class ProviderPagesTests {

    @ParameterizedTest
    @CsvSource({
        "en,    en,      That did not work, Start again from Storelane.",
        "zh-CN, zh-Hans, 操作未成功,         请从 Storelane 重新登录。"
    })
    void anErrorOutsideOfALoginIsInTheReadersLanguage(String wanted, String language, String title, String next)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(URI.create(TestStack.get().issuer()
                                    + "/protocol/openid-connect/auth?client_id=nobody&response_type=code"))
                            .header("Accept", "text/html")
                            .header("Accept-Language", wanted)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(400);
            assertThat(page.body()).contains("lang=\"" + language + "\"", title, next);
        }
    }
}
