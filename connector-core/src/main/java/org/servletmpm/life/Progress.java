package org.servletmpm.life;

/**
 * Hears how far a replacement of children has come; nothing more once it has ended or failed. The
 * parent's thread: it must be short.
 */
public interface Progress {

    /**
     * A new child serves and every old one has been told to leave, or a later restart has taken
     * this one's place. May be called more than once.
     *
     * @param generation of the new children
     */
    void serving(int generation);

    /** The last old child is gone, and the last new one is there. */
    void ended();

    /** It will not come to an end. */
    void failed(Throwable cause);
}
