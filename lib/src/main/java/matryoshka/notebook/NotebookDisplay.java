package matryoshka.notebook;

import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Output of a notebook cell. Loading this class links JJava's; only {@link Show} touches it, and guards that. */
final class NotebookDisplay {
    private NotebookDisplay() {}

    /** JJava has no question for it: where no kernel runs, asking for it throws. */
    static boolean isRunning() {
        try {
            return BaseKernel.notebookKernel() != null;
        } catch (NullPointerException noKernel) {
            return false;
        }
    }

    static void display(Object value) {
        BaseKernel kernel = BaseKernel.notebookKernel();
        kernel.display(kernel.getRenderer().render(value));
    }
}
