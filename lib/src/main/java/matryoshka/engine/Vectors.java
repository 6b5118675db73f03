package matryoshka.engine;

import jdk.incubator.vector.FloatVector;

/** Whether this platform's vectors are wide enough for kernels in Java to pay. */
final class Vectors {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int NEON_LANES = 4;
    private static final int AVX2_LANES = 8;

    private Vectors() {}

    /** Why the kernels had better not be used here; null if they may. */
    static String fault() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty())
            return "Java runs without its vectors (add --add-modules " + MODULE + ")";
        int lanes = Lanes.width();
        String processor = System.getProperty("os.arch");
        int needed = processor.equals("aarch64") ? NEON_LANES : AVX2_LANES;
        return lanes >= needed
                ? null
                : "this processor (" + processor + ") has vectors of " + lanes + " floats, " + needed + " are needed";
    }

    /** Apart, so that the class of vectors is first touched when its module is known to be there. */
    private static final class Lanes {
        static int width() {
            return FloatVector.SPECIES_PREFERRED.length();
        }
    }
}
