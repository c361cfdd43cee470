package io.storelane.plugin;

import io.storelane.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.stereotype.Component;

/** The word that opens what only operators of the platform may do. */
@Component
public class OperatorToken {

    private final PluginProperties properties;

    OperatorToken(PluginProperties properties) {
        this.properties = properties;
    }

    /** @param authorization header of the request, {@code Bearer <token>} */
    public void check(String authorization) {
        String token = properties.operatorToken();
        byte[] given = authorization.getBytes(StandardCharsets.UTF_8);
        if (token.isEmpty() || !MessageDigest.isEqual(given, ("Bearer " + token).getBytes(StandardCharsets.UTF_8))) {
            throw new ProblemException(PluginProblem.NOT_OPERATOR);
        }
    }
}
