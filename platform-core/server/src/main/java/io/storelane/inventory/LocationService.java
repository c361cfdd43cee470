package io.storelane.inventory;

/**
 * Which regions a location serves, and when.
 *
 * @param location as it is shown; its version guards this, too
 */
public record LocationService(LocationView location, Area area, Opening opening) {}
