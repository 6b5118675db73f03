package matryoshka.notebook;

import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Output of a notebook cell. Loading this class links JJava's; only {@link Show} touches it, and guards that. */
final class NotebookDisplay {
    private NotebookDisplay() {}

    static boolean isRunning() {
        return BaseKernel.notebookKernel() != null;
    }

    static void display(Object value) {
        BaseKernel kernel = BaseKernel.notebookKernel();
        kernel.display(kernel.getRenderer().render(value));
    }
}
