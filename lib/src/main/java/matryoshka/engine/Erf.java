package matryoshka.engine;

import jdk.incubator.vector.FloatVector;

/**
 * The error function in float, within 5 units in the last place of 1: an odd rational approximation x·P(x²)/Q(x²) on
 * [−4, 4], beyond which erf is ±1 to float precision (the coefficients Eigen and XLA use).
 */
final class Erf {
    static final float INVERSE_SQRT_2_PI = 0.3989422804f;
    private static final float INVERSE_SQRT_2 = 0.7071067812f;

    private static final float[] P = {
        -2.72614225801306e-10f,
        2.77068142495902e-08f,
        -2.10102402082508e-06f,
        -5.69250639462346e-05f,
        -7.34990630326855e-04f,
        -2.95459980854025e-03f,
        -1.60960333262415e-02f
    };
    private static final float[] Q = {
        -1.45660718464996e-05f,
        -2.13374055278905e-04f,
        -1.68282697438203e-03f,
        -7.37332916720468e-03f,
        -1.42647390514189e-02f
    };

    private Erf() {}

    static FloatVector of(FloatVector x) {
        FloatVector t = x.max(-4f).min(4f);
        FloatVector s = t.mul(t);
        FloatVector p = s.fma(constant(P[0]), constant(P[1]));
        p = p.fma(s, constant(P[2]));
        p = p.fma(s, constant(P[3]));
        p = p.fma(s, constant(P[4]));
        p = p.fma(s, constant(P[5]));
        p = p.fma(s, constant(P[6]));
        FloatVector q = s.fma(constant(Q[0]), constant(Q[1]));
        q = q.fma(s, constant(Q[2]));
        q = q.fma(s, constant(Q[3]));
        q = q.fma(s, constant(Q[4]));
        return t.mul(p).div(q);
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(Memory.SPECIES, value);
    }

    static float of(float x) {
        float t = Math.clamp(x, -4f, 4f);
        float s = t * t;
        float p = 0;
        for (float coefficient : P) p = Math.fma(p, s, coefficient);
        float q = 0;
        for (float coefficient : Q) q = Math.fma(q, s, coefficient);
        return t * p / q;
    }

    /** Φ(x) = ½(1 + erf(x/√2)). */
    static FloatVector normalCdf(FloatVector x) {
        return of(x.mul(INVERSE_SQRT_2)).mul(0.5f).add(0.5f);
    }

    static float normalCdf(float x) {
        return 0.5f + 0.5f * of(x * INVERSE_SQRT_2);
    }
}
