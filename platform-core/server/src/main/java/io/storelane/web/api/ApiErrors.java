package io.storelane.web.api;

import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Which problem a failure is, of those that no door names. */
public final class ApiErrors {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv");

    private ApiErrors() {}

    /** @param response takes what belongs to the problem beside its document */
    public static ProblemException problem(Exception e, HttpServletResponse response) {
        return switch (e) {
            case ProblemException known -> known;
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
            case MissingServletRequestParameterException missing ->
                fault(missing.getParameterName(), ApiProblem.REQUIRED);
            case HttpRequestMethodNotSupportedException method -> {
                var allowed = method.getSupportedHttpMethods();
                if (allowed != null) {
                    HttpHeaders headers = new HttpHeaders();
                    headers.setAllow(allowed);
                    response.setHeader(HttpHeaders.ALLOW, headers.getFirst(HttpHeaders.ALLOW));
                }
                yield problem(405);
            }
            // a parameter that is no UTF-8, or holds what no text may hold
            case RequestRejectedException _ -> problem(400);
            case InvalidParameterException _ -> problem(400);
            // the database is away: nobody knows what became of a change
            case CannotCreateTransactionException _ -> problem(503);
            case TransactionSystemException _ -> problem(503);
            case DataAccessResourceFailureException _ -> problem(503);
            case ConcurrencyFailureException _ -> new ProblemException(ApiProblem.CONCURRENT);
            case ErrorResponse known -> problem(known.getStatusCode().value());
            default -> problem(500);
        };
    }

    /** The problem that is all a status says. */
    public static ProblemException problem(int status) {
        return new ProblemException(
                switch (status) {
                    case 404 -> ApiProblem.UNKNOWN_PATH;
                    case 405 -> ApiProblem.METHOD_NOT_ALLOWED;
                    case 406 -> ApiProblem.NOT_ACCEPTABLE;
                    case 413 -> ApiProblem.TOO_LARGE;
                    case 415 -> ApiProblem.MEDIA_TYPE;
                    case 503 -> ApiProblem.UNAVAILABLE;
                    default -> status < 500 ? ApiProblem.UNREADABLE : ApiProblem.FAILED;
                });
    }

    /** An id in the path that is none names nothing; a parameter that is none is at fault. */
    private static ProblemException mismatch(MethodArgumentTypeMismatchException e) {
        return e.getParameter().hasParameterAnnotation(org.springframework.web.bind.annotation.PathVariable.class)
                ? problem(404)
                : fault(e.getName(), ApiProblem.WRONG_TYPE);
    }

    private static ProblemException unreadable(HttpMessageNotReadableException e) {
        return switch (e.getCause()) {
            case null -> new ProblemException(isFile(e) ? ApiProblem.FILE_MISSING : ApiProblem.BODY_MISSING);
            case DatabindException mismatch -> unfit(mismatch);
            case InputCoercionException mismatch -> unfit(mismatch);
            default -> new ProblemException(ApiProblem.MALFORMED);
        };
    }

    private static boolean isFile(HttpMessageNotReadableException e) {
        MediaType type = e.getHttpInputMessage().getHeaders().getContentType();
        return type != null && (type.getType().equals("image") || type.isCompatibleWith(CSV));
    }

    /** A parameter of the address that has none of the values that it may have. */
    public static ProblemException unknownValue(String parameter, List<String> values) {
        return at(ApiProblem.UNKNOWN_VALUE, parameter, String.join(", ", values));
    }

    static ProblemException at(ApiProblem problem, String parameter, Object... args) {
        return ProblemException.of(List.of(Fault.of(problem, parameter, args)), problem, args);
    }

    private static ProblemException unfit(JacksonException e) {
        Fault fault = fault(e);
        return ProblemException.of(List.of(fault), fault.code());
    }

    /** What is wrong with a document that is JSON and yet not what was asked for. */
    static Fault fault(JacksonException e) {
        ApiProblem problem = switch (e) {
            case UnrecognizedPropertyException _ -> ApiProblem.UNKNOWN_FIELD;
            case InvalidNullException _ -> ApiProblem.REQUIRED;
            default -> ApiProblem.WRONG_TYPE;
        };
        return Fault.of(problem, pointer(e));
    }

    private static ProblemException fault(String place, ApiProblem problem) {
        var errors = new FieldErrors().add(place, problem);
        List<Fault> faults = errors.faults();
        return ProblemException.of(faults, problem);
    }

    private static String pointer(JacksonException e) {
        StringBuilder pointer = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            pointer.append('/').append(name == null ? String.valueOf(step.getIndex()) : escaped(name));
        }
        return pointer.toString();
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
