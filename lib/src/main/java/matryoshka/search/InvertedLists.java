package matryoshka.search;

/** Which rows are on which list: every row is on one. */
final class InvertedLists {
    private final int[] starts; // [lists + 1]
    private final int[] rows; // list by list, ascending on each

    /** Of {@code lists} lists, {@code listOfRow} giving that of each row. */
    InvertedLists(int[] listOfRow, int lists) {
        starts = new int[lists + 1];
        for (int list : listOfRow) starts[list + 1]++;
        for (int list = 0; list < lists; list++) starts[list + 1] += starts[list];
        int[] next = starts.clone();
        rows = new int[listOfRow.length];
        for (int row = 0; row < rows.length; row++) rows[next[listOfRow[row]]++] = row;
    }

    int size() {
        return starts.length - 1;
    }

    /** The rows list by list; shared. */
    int[] rows() {
        return rows;
    }

    /** Where a list begins among {@link #rows}, and where list {@code list − 1} ends. */
    int start(int list) {
        return starts[list];
    }

    long bytes() {
        return (long) Integer.BYTES * (starts.length + rows.length);
    }
}
