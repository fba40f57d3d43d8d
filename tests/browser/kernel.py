"""What the kernel of a page's notebook knows."""

import time

from tools.lab import SECONDS


def value(page, expression: str) -> str:
    """The value of an expression in the kernel, as text."""
    return page.evaluate(
        """async (expression) => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const request = {code: "", user_expressions: {value: expression}};
            const reply = await kernel.requestExecute(request).done;
            return reply.content.user_expressions.value.data["text/plain"];
        }""",
        expression,
    )


def comes_to_know(page, expression: str, text: str) -> None:
    """Wait until an expression has this value: what a widget tells goes another way than what a cell asks."""
    until = time.monotonic() + SECONDS
    while (found := value(page, expression)) != text and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert found == text, expression


def keep_busy(page) -> None:
    """Let the kernel sleep for longer than any test waits."""
    page.evaluate(
        """() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
            .requestExecute({code: "import time; time.sleep(600)"}); }"""
    )
