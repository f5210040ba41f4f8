"""说明.txt: what the package holds and how anybody checks it without this system."""

POWERSHELL = (
    "Get-Content -Encoding UTF8 SHA256SUMS | ForEach-Object { $h, $n = $_ -split '  ', 2; "
    "if (-not (Test-Path -LiteralPath $n) -or "
    '(Get-FileHash -Algorithm SHA256 -LiteralPath $n).Hash -ne $h) { "不一致：$n" } }'
)
GUIDE = """{reference}归档包

本包内容截至 {as_of}，状态：{state}。
含提出人的联系方式，按内部资料保管，不对外提供。

一、内容
案卷.html　　　全部内容的可读本，用浏览器打开
来文　　　　　　来文登记、诉求与答复要点、提出人；“附件”中是收到的原文件
公文　　　　　　每一轮的公文稿；已签发的有 PDF 原件，签发记录中是定稿的全文、数据和核对结果
办理　　　　　　办理与轮次、其他单位意见、沟通记录、征询意见、承诺、公开文本、操作记录
表单　　　　　　办理单、面商记录、征询意见表
manifest.json　清单：每个文件的大小和 SHA-256
SHA256SUMS　　　各文件的 SHA-256
操作记录不含查看和下载。

二、核验（先把压缩包解开，在解开的文件夹中操作，不用联网）
Windows，在 PowerShell 中运行下面一行，没有输出即全部一致：
{powershell}
Windows，核对一个文件，与 SHA256SUMS 中的一行比较：
certutil -hashfile "案卷.html" SHA256
Linux：
sha256sum -c SHA256SUMS
有本系统的，不解开也可核验，并查出多出的文件和对压缩包本身的改动：
python manage.py verify_archive 归档包.zip

三、整个压缩包的 SHA-256
每次下载都记入系统的操作记录（“下载归档包”），与压缩包自身的 SHA-256 相同即是当时下载的那一份。
"""


def guide(reference: str, as_of: str, state: str) -> bytes:
    """With the mark and the line ends that every editor of Windows knows."""
    text = GUIDE.format(reference=reference, as_of=as_of, state=state, powershell=POWERSHELL)
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
