"""Plotly's browser files: the sheet read out of the bundle, the Chinese wrapped for the page."""

import pytest

from cixi_ip.setup import plotly
from cixi_ip.setup.steps import BASE

ASSETS = BASE / "var" / "assets" / "plotly"


def test_the_sheet_is_read_from_the_bundle_in_the_order_of_its_effect():
    filler = "".join(f'"X .a{number}":"margin:{number};",' for number in range(9))
    bundle = (
        'x={a:"b"};r={'
        + filler
        + """X:'font-family:"Open Sans";',"Y .notifier-close":"color:#fff;"};for(k in r)0"""
    )
    lines = plotly.styles(bundle).splitlines()
    assert lines[0] == ".plotly-notifier .notifier-close { color:#fff; }"
    assert lines[1] == """.js-plotly-plot .plotly { font-family:"Open Sans"; }"""
    assert lines[-1] == ".js-plotly-plot .plotly .a0 { margin:0; }"


def test_a_bundle_without_the_expected_styles_is_refused():
    with pytest.raises(ValueError, match="another form than expected"):
        plotly.styles('var r={a:"b"}')


def test_the_fetched_sheet_styles_the_toolbar_and_holds_no_foreign_address():
    sheet = (ASSETS / "plotly.css").read_text()
    assert ".js-plotly-plot .plotly .modebar-btn {" in sheet
    assert sheet.count("{") == sheet.count("}") > 50
    assert "http" not in sheet
    assert "url(" not in sheet


def test_the_fetched_bundle_is_the_one_plotly_py_speaks_to():
    import plotly.offline

    head = (ASSETS / "plotly.min.js").read_text()[:500]
    assert f"v{plotly.offline.get_plotlyjs_version()}" in head


def test_the_locale_registers_itself():
    assert plotly.registered("module.exports = {};").endswith(
        "Plotly.register(module.exports);\n})();\n"
    )
    assert "zh-CN" in (ASSETS / "zh-cn.js").read_text()
    assert "Plotly" not in plotly.registered("")
