package io.storelane.workspace.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.file.FileProblem;
import io.storelane.file.PictureSize;
import io.storelane.file.Pictures;
import io.storelane.problem.ProblemException;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Versioned;
import io.storelane.workspace.WorkspaceSettings;
import io.storelane.workspace.Workspaces;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Settings of the workspace, and its logo. */
@RestController
@RequestMapping("/api/v1/settings")
class SettingsApi {

    private final Workspaces workspaces;
    private final Pictures pictures;

    SettingsApi(Workspaces workspaces, Pictures pictures) {
        this.workspaces = workspaces;
        this.pictures = pictures;
    }

    record Settings(
            String name,
            String locale,
            String currency,
            String timeZone,
            String country,
            String region,
            String city,
            String street,
            String postalCode,
            String phone,
            boolean logo,
            long version)
            implements Versioned {}

    record SettingsBody(
            @NotBlank @Size(max = 200) String name,
            @Pattern(regexp = "en|zh-CN") String locale,
            @Currency String currency,
            @Zone String timeZone,
            @Nullable @Pattern(regexp = "|[A-Z]{2}") String country,
            @Nullable @Size(max = 100) String region,
            @Nullable @Size(max = 100) String city,
            @Nullable @Size(max = 200) String street,
            @Nullable @Size(max = 20) String postalCode,
            @Nullable @Size(max = 40) String phone) {

        WorkspaceSettings settings() {
            return new WorkspaceSettings(
                    name,
                    Locale.forLanguageTag(locale),
                    currency,
                    timeZone,
                    text(country),
                    text(region),
                    text(city),
                    text(street),
                    text(postalCode),
                    text(phone));
        }

        private static String text(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    private static final String BODY = """
            {"name": "Hill Coffee", "locale": "en", "currency": "CNY", "timeZone": "Asia/Shanghai", "country": "CN", "region": "Zhejiang",
             "city": "Hangzhou", "street": "18 Beishan Road", "postalCode": "310000", "phone": "+86 571 8700 0000"}""";

    private static final String SETTINGS = """
            {"name": "Hill Coffee", "locale": "en", "currency": "CNY", "timeZone": "Asia/Shanghai", "country": "CN", "region": "Zhejiang",
             "city": "Hangzhou", "street": "18 Beishan Road", "postalCode": "310000", "phone": "+86 571 8700 0000",
             "logo": true, "version": 4}""";

    @ApiOperation(value = "Read the settings", scope = Permission.SETTINGS_VIEW, answer = SETTINGS)
    @GetMapping
    Settings get() {
        Access.current().require(Permission.SETTINGS_VIEW);
        Workspaces.Current current = workspaces.current();
        WorkspaceSettings s = current.settings();
        return new Settings(
                s.name(),
                s.locale().toLanguageTag(),
                s.currency(),
                s.timeZone(),
                s.country(),
                s.region(),
                s.city(),
                s.street(),
                s.postalCode(),
                s.phone(),
                current.logo() != null,
                current.version());
    }

    @ApiOperation(value = "Change the settings", scope = Permission.SETTINGS_MANAGE, body = BODY, answer = SETTINGS)
    @PutMapping
    Settings change(@IfMatch long version, @RequestBody SettingsBody body) {
        workspaces.change(body.settings(), version);
        return get();
    }

    @ApiOperation(
            value = "Read the logo",
            details = "A PNG picture of at most 256 pixels.",
            scope = Permission.SETTINGS_VIEW)
    @GetMapping("/logo")
    ResponseEntity<byte[]> logo() {
        Access.current().require(Permission.SETTINGS_VIEW);
        UUID logo = workspaces.current().logo();
        if (logo == null) {
            throw new ProblemException(FileProblem.NOT_FOUND);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .body(pictures.read(pictures.find(logo, PictureSize.FULL)).content());
    }

    @ApiOperation(
            value = "Replace the logo",
            details = "The body is the picture: PNG or JPEG, 2 MB and 6,000 pixels at most.",
            scope = Permission.SETTINGS_MANAGE)
    @PutMapping(
            path = "/logo",
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void replaceLogo(@RequestBody byte[] body) {
        workspaces.setLogo(body);
    }

    @ApiOperation(value = "Remove the logo", scope = Permission.SETTINGS_MANAGE)
    @DeleteMapping("/logo")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeLogo() {
        workspaces.removeLogo();
    }
}
