"""The bureau and its offices by name, each once."""

BUREAU = "慈溪市市场监督管理局"
PATENTS, TRADEMARKS, PROTECTION, OFFICE = DEPARTMENTS = (
    "知识产权科",
    "商标品牌科",
    "知识产权保护科",
    "办公室",
)
