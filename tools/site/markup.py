"""Text, formulas and code of a lesson as HTML that needs no script."""

import html
import re

from latex2mathml.converter import convert
from mistune import Markdown, import_plugin
from nbconvert.filters.markdown_mistune import IPythonRenderer, MathBlockParser, MathInlineParser
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

LONG = 22  # letters of a formula within a line that may be too wide for a phone
ENVIRONMENT = r"\begin{{{0}}}{1}\end{{{0}}}"


class Renderer(IPythonRenderer):
    """Formulas become MathML, links to lessons links to pages; what is wide scrolls by itself."""

    def inline_math(self, body: str) -> str:
        made = mathml(body, "inline")
        return f'<span class="long" tabindex="0">{made}</span>' if len(body) > LONG else made

    def block_math(self, body: str) -> str:
        return f'<span class="formula" tabindex="0" role="group" aria-label="formula">{mathml(body, "block")}</span>'

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(ENVIRONMENT.format(name, body))

    def link(self, text: str, url: str, title=None) -> str:
        return super().link(text, re.sub(r"^([\w-]+)\.ipynb(?=#|$)", r"\1.html", url), title)

    def table(self, text: str) -> str:
        return f'<div class="wide" tabindex="0" role="group" aria-label="table"><table>\n{text}</table></div>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        return super().block_code(code, info).replace("<pre>", '<pre class="code" tabindex="0">', 1)

    def heading(self, text: str, level: int, **attrs) -> str:
        return f'<h{level} id="{anchor(text)}">{text}</h{level}>\n'


def markdown(source: str) -> str:
    """A cell of text as HTML.

    >>> markdown("Lesson [2](02-why.ipynb): $x_t$").strip()[:62]
    '<p>Lesson <a href="02-why.html">2</a>: <math alttext="x_t" xml'
    """
    reader = Markdown(Renderer(escape=False), MathBlockParser(), MathInlineParser(), [import_plugin("table")])
    return reader(source)


def mathml(latex: str, display: str) -> str:
    """A formula as MathML, which says its LaTeX too, for those who cannot see it and hear no MathML."""
    latex = latex.strip().replace("{aligned}", "{split}")  # the same, by a name that the converter knows
    made = convert(latex, display=display)
    if "&<" in made or "\\" in made:
        raise ValueError(f"this formula could not be turned into MathML: {latex}")
    return made.replace("<math ", f'<math alttext="{html.escape(latex)}" ', 1)


def code(source: str) -> str:
    """Python with a class for each kind of word."""
    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip()


def anchor(text: str) -> str:
    """The name of a heading in an address.

    >>> anchor("When <em>must</em> it fade?")
    'when-must-it-fade'
    """
    plain = re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", text)
    return re.sub(r"[^\w]+", "-", html.unescape(plain).lower()).strip("-")
