package io.storelane.plugin.web;

import io.storelane.plugin.OperatorToken;
import io.storelane.plugin.PluginEntry;
import io.storelane.plugin.PluginInstaller;
import io.storelane.plugin.PluginProblem;
import io.storelane.plugin.PluginRemoval;
import io.storelane.plugin.PluginState;
import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What operators of the platform do with plugins; closed without their token. */
@RestController
@RequestMapping("/operator/v1/plugins")
class OperatorApi {

    private static final String OPERATOR = "operator";

    private final PluginInstaller installer;
    private final OperatorToken token;

    OperatorApi(PluginInstaller installer, OperatorToken token) {
        this.installer = installer;
        this.token = token;
    }

    @GetMapping
    List<PluginState> list(@RequestHeader(name = HttpHeaders.AUTHORIZATION, defaultValue = "") String authorization) {
        token.check(authorization);
        return installer.states();
    }

    /** What happened to a plugin, the newest first. */
    @GetMapping("/{plugin}/entries")
    List<PluginEntry> entries(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, defaultValue = "") String authorization,
            @PathVariable String plugin) {
        token.check(authorization);
        return installer.entries(plugin);
    }

    /** Installs or upgrades: the jar, and its signature as file or text. */
    @PostMapping
    PluginInstaller.Release install(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, defaultValue = "") String authorization,
            @RequestParam MultipartFile jar,
            @RequestParam(required = false) @Nullable MultipartFile signature,
            Locale language)
            throws IOException {
        token.check(authorization);
        return installer.install(
                jar.getBytes(),
                signature == null ? "" : new String(signature.getBytes(), StandardCharsets.UTF_8),
                OPERATOR,
                language);
    }

    /** Switches a plugin on that is off because servers ended while it was at work. */
    @PostMapping("/{plugin}/resume")
    void resume(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, defaultValue = "") String authorization,
            @PathVariable String plugin) {
        token.check(authorization);
        installer.resume(plugin, OPERATOR);
    }

    /**
     * Removes a plugin. Its data goes behind the answer, which says how far that is.
     *
     * @param data {@code keep} or {@code drop}
     */
    @DeleteMapping("/{plugin}")
    ResponseEntity<PluginRemoval> remove(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, defaultValue = "") String authorization,
            @PathVariable String plugin,
            @RequestParam(defaultValue = "keep") String data) {
        token.check(authorization);
        return switch (data) {
            case "keep" -> {
                installer.remove(plugin, OPERATOR);
                yield ResponseEntity.ok().build();
            }
            case "drop" -> ResponseEntity.accepted().body(installer.removeWithData(plugin, OPERATOR));
            default -> throw new ProblemException(PluginProblem.DATA, plugin, data);
        };
    }

    /** How far the removal of a plugin with its data is. */
    @GetMapping("/{plugin}/removal")
    PluginRemoval removal(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, defaultValue = "") String authorization,
            @PathVariable String plugin) {
        token.check(authorization);
        return installer.removal(plugin);
    }
}
