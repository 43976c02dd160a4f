package org.servletmpm.inherit;

/** Names the variables in a child's environment that make it one. */
public enum Environment {
    /** The child's slot. */
    MPM_SLOT,
    /** The child's generation. */
    MPM_GENERATION,
    /** Tells the control which child speaks; guards against mistakes, not against a sibling. */
    MPM_TOKEN,
    /** The Unix domain socket of the control. */
    MPM_CONTROL,
    /** The scoreboard's file. */
    MPM_SCOREBOARD,
    /** How many children the scoreboard has room for. */
    MPM_SERVER_LIMIT,
    /** How many workers of each. */
    MPM_THREAD_LIMIT,
    /** prefork, worker or event. */
    MPM_MODEL,
    /** A file of directives, in httpd's syntax. */
    MPM_DIRECTIVES,
    /** The file that the child writes an archive of its classes to, before it is ready; of few. */
    MPM_ARCHIVE
}
