package io.storelane.dataset;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** All kinds of files that the workspace of the scope may import. */
@Component
class ImportKinds {

    private final Map<String, ImportKind> own = new TreeMap<>();
    private final ObjectProvider<ImportKindSource> sources;

    ImportKinds(List<ImportKind> own, ObjectProvider<ImportKindSource> sources) {
        own.forEach(kind -> this.own.put(kind.code(), kind));
        this.sources = sources;
    }

    private Stream<ImportKind> others() {
        return sources.stream()
                .flatMap(source -> source.kinds().stream())
                .sorted(Comparator.comparing(ImportKind::code));
    }

    /** Those that the caller may import; those of the server first. */
    List<ImportKind> allowed() {
        Access access = Access.current();
        return Stream.concat(own.values().stream(), others())
                .filter(kind -> kind.isAllowed(access))
                .toList();
    }

    Optional<ImportKind> find(String code) {
        return Optional.ofNullable(own.get(code))
                .or(() -> others().filter(kind -> kind.code().equals(code)).findFirst());
    }

    /** Why one is not there at the moment, though it will be again. */
    Optional<ProblemException> absence(String code) {
        return sources.stream().flatMap(source -> source.absence(code).stream()).findFirst();
    }

    /** @throws ProblemException if there is none of this name, or the caller may not import such files */
    ImportKind require(String code) {
        ImportKind kind = find(code).orElseThrow(() -> {
            List<String> known = new ArrayList<>(own.keySet());
            others().map(ImportKind::code).forEach(known::add);
            return new ProblemException(DatasetProblem.KIND_UNKNOWN, String.join(", ", known));
        });
        if (!kind.isAllowed(Access.current())) {
            throw new ProblemException(AccessProblem.NOT_ALLOWED, kind.permissionKey());
        }
        return kind;
    }
}
