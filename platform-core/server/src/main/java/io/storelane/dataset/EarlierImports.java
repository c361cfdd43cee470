package io.storelane.dataset;

import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.problem.ProblemException;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Ends imports that a release before has begun: the rows that they held are read by none since, so the file has to come again. */
@Component
class EarlierImports implements JobHandler {

    @Override
    public Set<String> kinds() {
        return Set.of("products.import", "stock.import");
    }

    @Override
    public void handle(JobItem item) {
        throw new ProblemException(DatasetProblem.FILE_AGAIN);
    }
}
