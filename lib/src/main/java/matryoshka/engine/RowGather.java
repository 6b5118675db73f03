package matryoshka.engine;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.ops.impl.shape.Gather;

/**
 * Gather with a right gradient: M2.1's own lets rows of repeated ids overwrite instead of add, and throws for most
 * inputs. Public with a public constructor because SameDiff clones operations by reflection.
 */
public final class RowGather extends Gather {
    public RowGather() {}

    /** Makes SameDiff use this class for every gather made or cloned from now on; idempotent. */
    static synchronized void install() {
        int index = ImportClassMapping.getOpClasses().indexOf(Gather.class);
        if (index >= 0) ImportClassMapping.getOpClasses().set(index, RowGather.class);
        ImportClassMapping.getOpNameMapping().put("gather", new RowGather());
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        if (jaxis != 0) throw new UnsupportedOperationException("only a gather of rows, axis 0, has a gradient");
        SDVariable table = arg(0);
        SDVariable ids = arg(1);
        int rows = Math.toIntExact(table.getShape()[0]);
        return List.of(sameDiff.unsortedSegmentSum(gradients.getFirst(), ids, rows), sameDiff.zerosLike(ids));
    }
}
