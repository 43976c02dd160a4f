package org.servletmpm.engine;

import java.util.concurrent.CompletableFuture;

/**
 * Tells how far a graceful restart has come. If the engine is stopped before its end, both fail.
 *
 * @param serving completed with the generation's number when the new children serve and every old
 *     one has been told to leave, or when a later restart has taken this one's place
 * @param ended completed when the last old child has ended: its requests are finished then
 */
public record Restart(CompletableFuture<Integer> serving, CompletableFuture<Void> ended) {}
