package io.storelane.developer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class MavenRepositoryTests {

    @TempDir
    Path folder;

    @Test
    void filesOfTheFolderAreSentAndNothingElse() throws Exception {
        Path root = Files.createDirectories(folder.resolve("maven"));
        Path file = root.resolve("io/storelane/plugin-api/1/plugin-api-1.pom");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<project/>");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("link.txt"), folder.resolve("secret.txt"));
        var mvc = MockMvcBuilders.standaloneSetup(new MavenRepository(new DeveloperProperties(root)))
                .build();

        mvc.perform(get("/developer/maven/io/storelane/plugin-api/1/plugin-api-1.pom"))
                .andExpect(status().isOk())
                .andExpect(content().string("<project/>"));
        for (String other : new String[] {"io/storelane", "io/storelane/gone.pom", "link.txt", ""}) {
            mvc.perform(get("/developer/maven/" + other)).andExpect(status().isNotFound());
        }
        var repository = new MavenRepository(new DeveloperProperties(root));
        assertThat(repository.file("/../secret.txt").getStatusCode().value()).isEqualTo(404);
        assertThat(repository.file("//etc/hostname").getStatusCode().value()).isEqualTo(404);
    }

    @Test
    void withoutAFolderThereIsNothing() throws Exception {
        assertThat(new MavenRepository(new DeveloperProperties(null))
                        .file("/a")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }
}
