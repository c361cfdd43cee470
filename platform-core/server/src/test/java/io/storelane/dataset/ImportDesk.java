package io.storelane.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Imports files as a program does. */
final class ImportDesk {

    static final String IMPORTS = "/api/v1/imports";
    static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final ApiClient program;

    ImportDesk(ApiClient program) {
        this.program = program;
    }

    Answer upload(String kind, String type, byte[] file) {
        return upload(kind, type, "", file);
    }

    Answer upload(String kind, String type, String charset, byte[] file) {
        return program.with("Content-Type", type)
                .send("POST", IMPORTS + "?kind=" + kind + "&fileName=table&charset=" + charset, file);
    }

    /** A file that was looked at, its columns matched by their titles. @return its path */
    String checked(String kind, String csv) {
        return checked(kind, csv, "{}");
    }

    String checked(String kind, String csv, String options) {
        return check(upload(kind, "text/csv", csv.getBytes(StandardCharsets.UTF_8)), options);
    }

    String check(Answer uploaded, String options) {
        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(201);
        String path = uploaded.header("Location");
        Answer file = program.get(path);
        Answer check = program.with("If-Match", file.header("ETag"))
                .post(
                        path + "/check",
                        "{\"mapping\": " + file.json().at("/mapping") + ", \"options\": " + options + "}");
        assertThat(check.status()).as(check.body()).isEqualTo(202);
        until(path, "checked");
        return path;
    }

    void until(String path, String state) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> program.get(path).at("/state").equals(state));
    }

    /** A file that was written. @return its path */
    String imported(String kind, String csv) {
        return imported(kind, csv, "{}");
    }

    String imported(String kind, String csv, String options) {
        String path = checked(kind, csv, options);
        start(path);
        return path;
    }

    void start(String path) {
        Answer started = program.post(path + "/start", "");
        assertThat(started.status()).as(started.body() + errors(path)).isEqualTo(202);
        until(path, "done");
    }

    /** {@code added changed unchanged faulty} of {@code check} or {@code run}. */
    String counts(String path, String phase) {
        Answer file = program.get(path);
        String at = "/" + phase + "/";
        return String.join(
                " ", file.at(at + "added"), file.at(at + "changed"), file.at(at + "unchanged"), file.at(at + "faulty"));
    }

    /** The faults as lines of row, field and code. */
    String errors(String path) {
        StringBuilder lines = new StringBuilder();
        program.get(path + "/errors?limit=100")
                .json()
                .at("/data")
                .forEach(e -> lines.append(e.at("/row").asString())
                        .append(' ')
                        .append(e.at("/field").asString())
                        .append(' ')
                        .append(e.at("/code").asString())
                        .append('\n'));
        return lines.toString();
    }

    String result(String path) {
        return program.get(path + "/result").body();
    }
}
