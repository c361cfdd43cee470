package io.storelane.inventory;

import java.util.List;
import java.util.UUID;

/** Units to send from one location to another. */
public record TransferStock(UUID fromId, UUID toId, List<ChangeStock.Line> lines, String note) {}
