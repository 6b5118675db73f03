package matryoshka.search;

/** Rows in few bits, which a query can be compared with one after the other. */
interface Codes {
    /** A query made ready for {@link Asked#compare}. */
    Asked ask(float[] query);

    /** What they take. */
    long bytes();

    /** A query, for one thread. */
    interface Asked {
        /**
         * Writes how far rows {@code from..to-1} are, each into its place from 0 on; the order of these numbers is about
         * that of the distances.
         */
        void compare(int from, int to, float[] away);
    }
}
