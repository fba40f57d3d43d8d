"""What a learner without a mouse or without eyes meets: the errors that axe-core finds, Chromium's accessibility tree,
and what is announced."""

import importlib.util
from pathlib import Path

# Only the script of the package: JupyterLab's pages are watched by the Playwright that is open already.
AXE = Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text("utf-8")
RUN = """async (selectors) => {
    const found = await axe.run({ include: selectors.map((each) => [each]) }, { resultTypes: ["violations"] });
    return found.violations.filter(({ impact }) => ["critical", "serious"].includes(impact)).flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`));
}"""


def errors(page, *selectors: str) -> list[str]:
    """What axe-core calls critical or serious in the elements that the selectors find."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    return page.evaluate(RUN, list(selectors))


# A screen reader says a live region whose text changes, unless it is told off; a text that is gone it does not say.
LISTEN = """() => {
    window.announced = [];
    window.listener?.disconnect();
    const regions = "[role=status], [role=alert], [aria-live]";
    window.listener = new MutationObserver((records) => {
        const changed = records.map(({ target }) => (target.closest ? target : target.parentElement)?.closest(regions));
        for (const region of new Set(changed)) {
            const live = region?.getAttribute("aria-live") ?? "polite";
            if (region?.closest(".rnn-explorer, .explorer, .rnn-predict") && live !== "off" && region.textContent)
                window.announced.push(region.textContent);
        }
    });
    window.listener.observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def listen(page) -> None:
    """From now on, remember what explorers and questions announce."""
    page.evaluate(LISTEN)


def announced(page) -> list[str]:
    """What was announced since the last call."""
    return page.evaluate("() => window.announced.splice(0)")


CONTROLS = {
    "slider",
    "spinbutton",
    "button",
    "radio",
    "checkbox",
    "combobox",
    "textbox",
    "radiogroup",
    "toolbar",
    "group",
}


def controls(page, expression: str) -> list[dict]:
    """What Chromium tells assistive technology of the controls and groups in an element, {role, name, its properties}.

    The element is that of an expression in the page's own language.
    """
    session = page.context.new_cdp_session(page)
    element = session.send("Runtime.evaluate", {"expression": expression})["result"]["objectId"]
    nodes = session.send("Accessibility.queryAXTree", {"objectId": element})["nodes"]
    session.detach()
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            **{each["name"]: each["value"].get("value") for each in node.get("properties", [])},
        }
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in CONTROLS
    ]
