package matryoshka.experiment;

import java.util.List;
import java.util.Locale;
import matryoshka.search.Funnel;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The paper's own arithmetic, done by this library: whether both mean the same by a cost. */
public final class PaperConformance {
    private static final int IMAGES = 1_281_167; // ImageNet-1K's training images
    private static final Funnel FROM_16 = Funnel.adaptive(16, 200, 32)
            .then(100, 64)
            .then(50, 128)
            .then(25, 256)
            .then(10, 2048);

    private PaperConformance() {}

    /**
     * One figure.
     *
     * @param paper as arXiv:2205.13147 prints it
     * @param ours in full
     * @param decimals that the paper prints
     */
    public record Check(String what, double paper, double ours, int decimals) {
        /** Whether ours, rounded as the paper rounds, is the paper's. */
        public boolean agrees() {
            return rounded(paper).equals(rounded(ours));
        }

        private String rounded(double value) {
            return String.format(Locale.ROOT, "%." + decimals + "f", value);
        }
    }

    /** All figures. */
    public static List<Check> checks() {
        double adaptive = Funnel.adaptive(16, 200, 2048).cost(IMAGES).megaFlops();
        return List.of(
                new Check("exact search at 2048 dims, MFLOPs a query", 2624, IMAGES * 2048.0 / 1e6, 0),
                new Check("adaptive retrieval 16 → 2048, K = 200, MFLOPs a query", 20.91, adaptive, 2),
                new Check(
                        "funnel 16 → 32, 64, 128, 256, 2048, MFLOPs a query",
                        20.54,
                        FROM_16.cost(IMAGES).megaFlops(),
                        2),
                new Check("dims of adaptive retrieval's shortlist below exact search's", 128, 2048 / 16.0, 0),
                new Check("expected dims of adaptive classification below FF-512's", 13.8, 512 / 37.19, 1));
    }

    /** Columns figure, paper, here, agrees. */
    public static Table table() {
        List<Check> checks = checks();
        return Table.create(
                "the paper's arithmetic",
                StringColumn.create("figure", checks.stream().map(Check::what)),
                StringColumn.create("paper", checks.stream().map(check -> check.rounded(check.paper()))),
                StringColumn.create("here", checks.stream().map(check -> check.rounded(check.ours()))),
                StringColumn.create("agrees", checks.stream().map(check -> check.agrees() ? "yes" : "NO")));
    }
}
