package io.storelane.plugin.service;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Looks at a call as a store does: AWS Signature Version 4, as "Authenticating Requests: Using the Authorization Header" has it. */
final class SignedCall {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=[^/]+/((\\d{8})/([^/]+)/s3/aws4_request), ?SignedHeaders=([^,]+), ?Signature=(\\w+)");

    private SignedCall() {}

    /** @return empty if it was signed by this secret */
    static String fault(HttpExchange call, byte[] body, String secret) {
        try {
            Matcher said = AUTHORIZATION.matcher(call.getRequestHeaders().getFirst("Authorization"));
            if (!said.matches()) {
                return "no signature";
            }
            String hash = call.getRequestHeaders().getFirst("x-amz-content-sha256");
            if (!hash.equals("UNSIGNED-PAYLOAD") && !hash.equals(sha256(body))) {
                return "another body: " + hash;
            }
            String headers = Arrays.stream(said.group(4).split(";"))
                    .map(name -> name + ":"
                            + String.join(",", call.getRequestHeaders().get(name))
                                    .strip() + "\n")
                    .collect(Collectors.joining());
            String query = call.getRequestURI().getRawQuery();
            String canonical = String.join(
                    "\n",
                    call.getRequestMethod(),
                    call.getRequestURI().getRawPath(),
                    query == null
                            ? ""
                            : Arrays.stream(query.split("&"))
                                    .map(p -> p.contains("=") ? p : p + "=")
                                    .sorted()
                                    .collect(Collectors.joining("&")),
                    headers,
                    said.group(4),
                    hash);
            String text = String.join(
                    "\n",
                    "AWS4-HMAC-SHA256",
                    call.getRequestHeaders().getFirst("x-amz-date"),
                    said.group(1),
                    sha256(canonical.getBytes(StandardCharsets.UTF_8)));
            byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (String part : new String[] {said.group(2), said.group(3), "s3", "aws4_request"}) {
                key = mac(key, part);
            }
            return HexFormat.of().formatHex(mac(key, text)).equals(said.group(5))
                    ? ""
                    : "another signature of " + canonical;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
