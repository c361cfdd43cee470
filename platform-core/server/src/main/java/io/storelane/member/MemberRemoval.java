package io.storelane.member;

import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Removes members, one by one. */
@Component
class MemberRemoval implements JobHandler {

    static final String KIND = "members.remove";

    private final Members members;

    MemberRemoval(Members members) {
        this.members = members;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND);
    }

    @Override
    public void handle(JobItem item) {
        members.remove(Objects.requireNonNull(item.ref()));
    }
}
