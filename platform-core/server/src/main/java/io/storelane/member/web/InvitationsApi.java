package io.storelane.member.web;

import io.storelane.access.Permission;
import io.storelane.member.InvitationView;
import io.storelane.member.Invitations;
import io.storelane.member.InvitePerson;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Invitations to the workspace. */
@RestController
@RequestMapping("/api/v1/invitations")
class InvitationsApi {

    private final Invitations invitations;

    InvitationsApi(Invitations invitations) {
        this.invitations = invitations;
    }

    record Invitation(
            UUID id,
            String email,
            String name,
            String role,
            String node,
            String invitedBy,
            Instant invitedAt,
            Instant expiresAt,
            int sentCount,
            String state) {}

    record NewInvitation(
            @NotBlank @Email @Size(max = 200) String email,
            @NotBlank @Size(max = 200) String name,
            UUID roleId,
            UUID nodeId,
            @Nullable UUID positionId,
            @Nullable @Pattern(regexp = "zh-CN|en") String locale) {

        InvitePerson command() {
            return new InvitePerson(
                    email, name, roleId, nodeId, positionId, Locale.forLanguageTag(locale == null ? "en" : locale));
        }
    }

    record Sent(UUID id) {}

    private static Invitation invitation(InvitationView i) {
        return new Invitation(
                i.id(),
                i.email(),
                i.name(),
                i.role(),
                i.node(),
                i.invitedBy(),
                i.invitedAt(),
                i.expiresAt(),
                i.sentCount(),
                i.state());
    }

    @ApiOperation(
            value = "List invitations",
            details =
                    "The newest first. `state` is `open`, `expired`, `accepted` or `revoked`; left out: open and expired ones.",
            scope = Permission.MEMBERS_VIEW,
            answer = """
                    {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "email": "james.lee@example.com", "name": "James Lee",
                     "role": "Agency", "node": "Shanghai", "invitedBy": "Lin Xiao", "invitedAt": "2026-11-22T08:00:00Z",
                     "expiresAt": "2026-11-29T08:00:00Z", "sentCount": 1, "state": "open"}""")
    @GetMapping
    ApiPage<Invitation> list(
            @RequestParam(defaultValue = "") @OneOf({"open", "expired", "accepted", "revoked"}) String state,
            Paging page) {
        return ApiPage.of(invitations.find(state, page.cursor(), page.limit()), InvitationsApi::invitation);
    }

    @ApiOperation(
            value = "Invite a person",
            details = "A mail with a link goes out, in the language of `locale`.",
            scope = Permission.MEMBERS_MANAGE,
            body = """
                    {"email": "james.lee@example.com", "name": "James Lee", "roleId": "01a202ba-5c3d-74df-b3c3-862ecc38fd11",
                     "nodeId": "01a202ba-5c3d-74df-b3c3-862ecc38fd12", "locale": "en"}""",
            answer = """
                    {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd"}""")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Sent invite(@RequestBody NewInvitation body) {
        return new Sent(invitations.invite(body.command()));
    }

    @ApiOperation(
            value = "Send an invitation again",
            details = "The link sent before stops working.",
            scope = Permission.MEMBERS_MANAGE)
    @PostMapping("/{id}/resend")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resend(@PathVariable UUID id) {
        invitations.resend(id);
    }

    @ApiOperation(value = "Take an invitation back", scope = Permission.MEMBERS_MANAGE)
    @PostMapping("/{id}/revoke")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id) {
        invitations.revoke(id);
    }
}
