package io.storelane.plugin;

import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.job.JobView;
import io.storelane.job.Jobs;
import io.storelane.plugin.api.JobDesk;
import io.storelane.plugin.api.JobWork;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Jobs of plugins, worked off as the server's own. */
@Configuration(proxyBeanMethods = false)
class PluginJobs {

    private static final int LONGEST_LABEL = 200;

    private record Item(UUID job, int position, @Nullable UUID ref, String label, Map<String, Object> values)
            implements JobWork.Item {}

    private record Progress(String state, int total, int done, int failed) implements JobDesk.Progress {}

    /** How kinds of jobs of a plugin begin. */
    private static String kinds(String plugin) {
        return PluginThings.NAMES + plugin + ".";
    }

    private static Optional<JobWork> work(RunningPlugin plugin, String kind) {
        String start = kinds(plugin.manifest().id());
        return kind.startsWith(start)
                ? Optional.ofNullable(plugin.jobs().get(kind.substring(start.length())))
                : Optional.empty();
    }

    private static String plugin(String kind) {
        return kind.split("\\.", -1)[1];
    }

    private record Handler(
            ObjectProvider<PluginHost> host,
            ObjectProvider<Plugins> plugins,
            ObjectProvider<PluginCalls> calls,
            PluginProperties properties)
            implements JobHandler {

        @Override
        public Set<String> kinds() {
            return Set.of();
        }

        @Override
        public Set<String> presentKinds() {
            return plugins.getObject().running().stream()
                    .flatMap(p -> p.jobs().keySet().stream()
                            .map(name -> PluginJobs.kinds(p.manifest().id()) + name))
                    .collect(Collectors.toSet());
        }

        /** One that this server does not run at the moment another does, or this one soon; one that has gone has to be told. */
        @Override
        public boolean handles(String kind) {
            if (!kind.startsWith(PluginThings.NAMES)) {
                return false;
            }
            String id = plugin(kind);
            return host.getObject().find(id).isPresent() || !plugins.getObject().isWanted(id);
        }

        @Override
        public boolean joins() {
            return false;
        }

        @Override
        public void handle(JobItem item) {
            String id = plugin(item.kind());
            RunningPlugin plugin = host.getObject().find(id).orElse(null);
            if (plugin == null && plugins.getObject().isWanted(id)) {
                throw new NotNow(host.getObject().absence(id));
            }
            if (plugin == null || !plugins.getObject().enabled().contains(id)) {
                throw new ProblemException(PluginProblem.NOT_FOUND, id);
            }
            JobWork work = work(plugin, item.kind())
                    .orElseThrow(() -> new ProblemException(
                            PluginProblem.WORK_UNKNOWN, id, plugin.manifest().version(), item.kind()));
            Optional<String> reason = called(plugin, work, item);
            if (reason.isPresent()) {
                throw new ProblemException(
                        PluginProblem.ITEM_GIVEN_UP, id, plugin.manifest().version(), shortened(reason.get()));
            }
        }

        /** @return why the plugin has given the item up */
        private Optional<String> called(RunningPlugin plugin, JobWork work, JobItem item) {
            try {
                return calls.getObject().call(plugin, properties.patience(), context -> {
                    try {
                        work.work(
                                context,
                                new Item(item.jobId(), item.position(), item.ref(), item.label(), item.params()));
                        return Optional.empty();
                    } catch (JobWork.GivenUp e) {
                        return Optional.of(String.valueOf(e.getMessage()));
                    }
                });
            } catch (ProblemException e) {
                throw PluginCalls.forJob(plugin, e);
            }
        }
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(reason.length(), LONGEST_LABEL));
    }

    @Bean
    JobHandler pluginJobHandler(
            ObjectProvider<PluginHost> host,
            ObjectProvider<Plugins> plugins,
            ObjectProvider<PluginCalls> calls,
            PluginProperties properties) {
        return new Handler(host, plugins, calls, properties);
    }

    private record Desk(Jobs jobs, ObjectProvider<PluginHost> host, String plugin) implements JobDesk {

        @Override
        public UUID start(String work, Map<String, ?> values, List<JobDesk.Item> items) {
            String kind = kinds(plugin) + work;
            if (host.getObject().find(plugin).flatMap(p -> work(p, kind)).isEmpty()) {
                throw new IllegalArgumentException("No JobWork of the plugin has the name " + work + ".");
            }
            if (Actor.current().userId() == null) {
                throw new IllegalStateException(
                        "A job is begun by a person or a program; in background work use a ScheduledTask.");
            }
            values.forEach((name, value) -> {
                if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                    throw new IllegalArgumentException("values are texts, numbers and truth values: " + name);
                }
            });
            return jobs.start(
                    kind,
                    values,
                    items.stream()
                            .map(item -> new Jobs.NewItem(item.ref(), label(item.label())))
                            .toList());
        }

        private static String label(String label) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL) {
                throw new IllegalArgumentException(
                        "label has 1 to " + LONGEST_LABEL + " characters, not " + label.length() + ".");
            }
            return label;
        }

        private Optional<JobView> own(UUID job) {
            try {
                return Optional.of(jobs.job(job)).filter(j -> j.kind().startsWith(kinds(plugin)));
            } catch (ProblemException e) {
                if (e.code().kind() == Kind.MISSING) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        @Override
        public Optional<JobDesk.Progress> find(UUID job) {
            return own(job).map(j -> new PluginJobs.Progress(j.state().key(), j.total(), j.done(), j.failed()));
        }

        @Override
        public void cancel(UUID job) {
            if (own(job).isPresent()) {
                jobs.cancel(job);
            }
        }
    }

    @Bean
    PublishedService<JobDesk> jobsService(ObjectProvider<Jobs> jobs, ObjectProvider<PluginHost> host) {
        return new PublishedService<>("jobs", JobDesk.class, null, plugin -> new Desk(jobs.getObject(), host, plugin));
    }
}
