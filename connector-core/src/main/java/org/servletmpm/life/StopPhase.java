package org.servletmpm.life;

/** How far the end of the server has come. It goes on and never back. */
enum StopPhase {
    /** No stop has been asked for. */
    NONE,
    /** Responses say that the connection ends; children come and go as ever. */
    ANNOUNCED,
    /** What is queued is accepted and served; no child is replaced. */
    DRAINING,
    /** No child is started any more. */
    OVER
}
