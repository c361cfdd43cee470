package io.storelane.plugin.service;

import io.storelane.http.OutgoingHttp;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.Folders;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Scope;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Folders that workspaces share with others. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FolderProperties.class)
class FolderServices {

    private static final String DISK = "disk";
    private static final int LONGEST = 200;
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");
    private static final Pattern SHARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,59}");
    private static final Pattern PREFIX = Pattern.compile("([^/\\p{Cntrl}\\\\]+/)*");

    @Bean
    PublishedService<Folders> foldersService(OutgoingHttp http, FolderProperties properties) {
        return new PublishedService<>("folders", Folders.class, null, _ -> place -> open(http, properties, place));
    }

    private static Folders.Folder open(OutgoingHttp http, FolderProperties properties, Folders.Place place)
            throws Folders.FolderException {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Folders are asked outside of transactions.");
        }
        if (!place.prefix().isEmpty()) {
            checkPath(place.prefix().replaceFirst("/$", ""));
        }
        if (!PREFIX.matcher(place.prefix()).matches()) {
            throw wrong("The prefix \"" + place.prefix() + "\" ends with no slash, or is none");
        }
        if (place.address().equals(DISK)) {
            return disk(properties, place);
        }
        if (!BUCKET.matcher(place.bucket()).matches()) {
            throw wrong("\"" + place.bucket() + "\" is no name of a bucket");
        }
        try {
            URI address = http.check(place.address().replaceFirst("/+$", ""));
            if (!address.getPath().isEmpty() || address.getQuery() != null) {
                throw wrong("The address has a path: bucket and prefix have places of their own");
            }
            return new BucketFolder(http, address, place);
        } catch (ProblemException e) {
            throw wrong(e.code().name());
        }
    }

    private static Folders.Folder disk(FolderProperties properties, Folders.Place place)
            throws Folders.FolderException {
        if (properties.root() == null) {
            throw wrong("The operator offers no folders on a disk");
        }
        if (!SHARE.matcher(place.bucket()).matches()) {
            throw wrong("\"" + place.bucket() + "\" is no name of a folder");
        }
        return new DiskFolder(
                properties.root(), Scope.currentTenant().value().toString(), place.bucket() + "/" + place.prefix());
    }

    /** @throws Folders.FolderException if it could lead out of the folder, or is no name everywhere */
    static String checkPath(String name) throws Folders.FolderException {
        boolean sound = !name.isEmpty() && name.length() <= LONGEST;
        for (String part : name.split("/", -1)) {
            sound &= !part.isBlank() && !part.equals(".") && !part.equals("..");
        }
        if (!sound || name.indexOf('\\') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw wrong("\"" + name + "\" is no name of a file");
        }
        return name;
    }

    static Folders.FolderException wrong(String message) {
        return new Folders.FolderException(Folders.Fault.PLACE, message);
    }
}
