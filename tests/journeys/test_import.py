"""An import in a real browser: uploaded, watched, its complaints read, confirmed, in the batch."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from cixi_ip.workbooks.archive import MEGABYTE
from stats.models import ImportFile, Submission
from tests.browser import assert_fits
from tests.journeys.people import log_in
from tests.makers import make_source, make_user
from tests.site import Site
from tests.stats.notices import notice
from tests.stats.workbooks import filled, make_file, template

pytestmark = pytest.mark.browser
ADD = "/admin/stats/importfile/add/"
NARROW = {"width": 360, "height": 640}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(page: Page, content: bytes, name: str, *, year: str = "") -> None:
    file: FilePayload = {"name": name, "mimeType": XLSX, "buffer": content}
    if year:
        page.get_by_label("省局年度通报").check()
        page.get_by_role("spinbutton", name="年份").first.fill(year)
    page.get_by_label("文件", exact=True).set_input_files(file)
    page.get_by_role("button", name="上传并读取").click()


def test_a_notice_with_one_slip_is_mended_by_a_sentence(
    open_page: Callable[..., Page], served: Site
) -> None:
    source = make_source("省局2023年通报（编造）")
    page = open_page(viewport=NARROW)
    log_in(page, make_user("录入员"), ADD)
    assert_fits(page)
    upload(page, notice({(0, "宁波", "余姚市", "发明"): 5}), "通报.xlsx", year="2023")
    complaints = page.get_by_role("region", name="读取中的问题")
    expect(complaints).to_contain_text("余姚市：发明+实用新型+外观设计=", timeout=30_000)
    expect(complaints.locator("tbody tr").first).to_contain_text("C、D、E、M")
    expect(page.get_by_label("读取结果")).to_contain_text("1414 新增")
    assert_fits(page)
    page.get_by_label("批次名称").fill("2023年度省局通报")
    page.get_by_label("本批来源").select_option(label=str(source))
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("alert")).to_contain_text("有须说明的问题")
    page.get_by_label("说明", exact=True).fill("原件如此，已向省局核实")
    page.get_by_role("button", name="确认导入").click()
    page.get_by_role("link", name="2023年度省局通报").click(timeout=30_000)
    expect(page.get_by_role("heading", name="本批数据")).to_contain_text("1414")
    batch = Submission.objects.get(title="2023年度省局通报")
    assert batch.entries.get(
        indicator__code="patent.granted.invention", region__code="330281"
    ).explanation.startswith("原件如此")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_file_that_takes_long_shows_how_far_it_is(
    open_page: Callable[..., Page], served: Site, has_script: bool
) -> None:
    clerk = make_user("录入员")
    page = open_page(viewport=NARROW, java_script_enabled=has_script)
    file = make_file(clerk, template(filled()), rows_done=3000, rows_all=9000)
    log_in(page, clerk, f"/admin/stats/importfile/{file.pk}/change/")
    expect(page.get_by_text("已读 3000 / 9000 行")).to_be_visible()
    if has_script:
        assert_fits(page)
    ImportFile.objects.filter(pk=file.pk).update(
        state="refused", outcome={"refusal": "读取超时，请拆成几个文件。"}
    )
    if not has_script:
        page.get_by_role("link", name="刷新").click()
    expect(page.get_by_role("alert")).to_contain_text("读取超时")


def test_what_cannot_be_imported_is_said_beside_the_field_and_by_cell(
    open_page: Callable[..., Page], served: Site
) -> None:
    page = open_page(viewport=NARROW)
    log_in(page, make_user("录入员"), ADD)
    upload(page, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * MEGABYTE, "旧表.xls")
    expect(page.get_by_role("alert")).to_contain_text("旧版 Excel")
    assert_fits(page)
    upload(page, template(filled(), filled(年份=2022, 本年数=-1)), "表.xlsx")
    expect(page.get_by_role("alert")).to_contain_text("有 1 处不能导入", timeout=30_000)
    assert_fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载问题清单").click()
    assert download.value.suggested_filename == "表-问题清单.csv"
    page.get_by_role("link", name="上传改好的文件").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载模板（xlsx）").click()
    assert download.value.suggested_filename.startswith("导入模板-")
    page.goto("/admin/stats/importfile/")
    expect(page.get_by_role("link", name="表.xlsx")).to_be_visible()
    assert_fits(page)
