"""The file of a source: uploaded with it, opened from every figure, kept once it is relied on."""

import hashlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event, User
from cixi_ip.paper_types import LARGEST
from stats import actions, papers
from stats.models import Paper, Source, TargetEntry
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)
from tests.stats.pages import page
from tests.stats.uploads import JPEG, OLD_WORD, PDF, PNG, make_paper, workbook, zipped

pytestmark = pytest.mark.django_db
SENT = {"title": "测试通报", "kind": "公报"}


def upload(name: str = "通报.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class TestKeeping:
    def test_it_is_kept_with_name_type_and_digest_and_recorded(self, clerk: User) -> None:
        source = make_source()
        paper = actions.add_paper(by=clerk, source=source, name="../通报.exe", content=PDF)
        stored = Paper.objects.get()
        assert bytes(stored.content) == PDF
        assert (stored.name, stored.media_type) == ("通报.exe.pdf", "application/pdf")
        assert stored.size == len(PDF)
        assert stored.sha256 == hashlib.sha256(PDF).hexdigest() == paper.sha256
        event = Event.objects.get(kind="上传原件")
        assert (event.by, event.subject_id) == (clerk, str(source.pk))
        assert event.detail["sha256"] == stored.sha256

    def test_the_same_file_is_not_kept_twice_whatever_its_name(self, clerk: User) -> None:
        paper = make_paper(by=clerk)
        with pytest.raises(ValidationError, match=rf"已由{clerk}于 .* 上传，名为“{paper.name}”"):
            actions.add_paper(by=clerk, source=paper.source, name="又一份.pdf", content=PDF)
        assert Paper.objects.count() == 1

    def test_another_source_may_have_the_same_file(self, clerk: User) -> None:
        make_paper(by=clerk)
        make_paper(by=clerk, source=make_source("另一通报"))
        assert Paper.objects.count() == 2

    @pytest.mark.parametrize("content", [b"", OLD_WORD, b"MZ", zipped("xl/vbaProject.bin")])
    def test_what_is_no_paper_is_refused_with_its_name(self, clerk: User, content: bytes) -> None:
        with pytest.raises(ValidationError, match=r"“通报.pdf”没有上传：.*请"):
            actions.add_paper(by=clerk, source=make_source(), name="通报.pdf", content=content)
        assert not Event.objects.filter(kind="上传原件").exists()


class TestRemoving:
    def test_uploaded_by_mistake_it_goes_and_leaves_its_digest(self, clerk: User) -> None:
        paper = make_paper()
        actions.remove_paper(by=clerk, paper=paper)
        assert not Paper.objects.exists()
        event = Event.objects.get(kind="删除原件")
        assert (event.detail["file"], event.detail["sha256"]) == (paper.name, paper.sha256)

    def test_what_a_published_figure_cites_stays(self, clerk: User) -> None:
        paper = make_paper(source=make_observation().source)
        with pytest.raises(ValidationError, match=r"已发布的数据引用了这一来源.*另外上传"):
            actions.remove_paper(by=clerk, paper=paper)
        assert Paper.objects.exists()

    def test_what_a_reviewer_is_reading_stays(self, clerk: User) -> None:
        batch = make_entry(by=clerk).submission
        paper = make_paper(source=batch.source)
        actions.submit(by=clerk, submission=batch)
        with pytest.raises(ValidationError, match="待审核的批次引用了这一来源"):
            actions.remove_paper(by=clerk, paper=paper)
        actions.withdraw(by=clerk, submission=batch)
        actions.remove_paper(by=clerk, paper=paper)

    def test_so_does_what_a_single_figure_or_target_of_that_batch_cites(self, clerk: User) -> None:
        batch = make_entry(by=clerk).submission
        source = make_source("另一通报")
        paper = make_paper(source=source)
        TargetEntry.objects.create(
            submission=batch, title="目标", indicator=make_indicator(), region=make_region(),
            stated_year=2022, value=24, source=source, typed_by=clerk,
        )  # fmt: skip
        actions.submit(by=clerk, submission=batch)
        with pytest.raises(ValidationError, match="待审核的批次"):
            actions.remove_paper(by=clerk, paper=paper)


class TestForm:
    def test_a_source_is_added_together_with_its_paper(self, browser: Client) -> None:
        response = browser.post(
            reverse("admin:stats_source_add"), SENT | {"paper": upload("年报.exe")}, follow=True
        )
        paper = Paper.objects.get()
        assert paper.source == Source.objects.get()
        assert "原件已存为“年报.exe.pdf”" in page(response)
        assert list(Event.objects.order_by("pk").values_list("kind", flat=True))[-2:] == [
            "登记来源",
            "上传原件",
        ]

    def test_a_refused_file_leaves_no_source_behind(self, browser: Client) -> None:
        url = reverse("admin:stats_source_add")
        shown = page(browser.post(url, SENT | {"paper": upload(content=b"MZ")}))
        assert "按内容看，这不是可以上传的文件" in shown
        assert not Source.objects.exists()

    @pytest.mark.parametrize(
        ("content", "words"),
        [(b"", "空文件（0字节）"), (PDF + b"0" * LARGEST, "超过20MB")],
    )
    def test_empty_and_huge_files_say_so(self, browser: Client, content: bytes, words: str) -> None:
        sent = SENT | {"paper": upload(content=content)}
        assert words in page(browser.post(reverse("admin:stats_source_add"), sent))

    def test_a_file_beside_another_mistake_must_be_chosen_again(self, browser: Client) -> None:
        sent = SENT | {"title": "", "paper": upload()}
        assert "请重新选择文件" in page(browser.post(reverse("admin:stats_source_add"), sent))

    def test_a_cited_source_takes_more_papers(self, browser: Client) -> None:
        source = make_observation().source
        url = reverse("admin:stats_source_change", args=[source.pk])
        for content in (PDF, JPEG):
            browser.post(url, SENT | {"paper": upload("附件", content)})
        shown = page(browser.get(url))
        assert "来源原件（2份）" in shown
        assert "附件.pdf" in shown
        assert "附件.jpg" in shown
        assert "不能删除；可以补传" in shown

    def test_who_only_reads_sees_the_papers_and_no_field(self, client: Client) -> None:
        paper = make_paper()
        client.force_login(make_user("复核员"))
        response = client.get(reverse("admin:stats_source_change", args=[paper.source_id]))
        assert reverse("paper", args=[paper.pk]) in response.content.decode()
        assert 'type="file"' not in response.content.decode()
        assert "删除" not in page(response)

    def test_removing_is_asked_about_first(self, browser: Client) -> None:
        paper = make_paper()
        url = reverse("admin:stats_paper_remove", args=[paper.pk])
        assert f"确定要删除“{paper.name}”" in page(browser.get(url))
        assert Paper.objects.exists()
        assert "已删除" in page(browser.post(url, follow=True))
        assert not Paper.objects.exists()
        assert browser.get(url).status_code == 404

    def test_a_refused_removal_says_why(self, browser: Client) -> None:
        paper = make_paper(source=make_observation().source)
        url = reverse("admin:stats_paper_remove", args=[paper.pk])
        assert "已发布的数据引用了这一来源" in page(browser.post(url, follow=True))

    def test_who_may_not_change_sources_removes_nothing(self, client: Client) -> None:
        paper = make_paper()
        client.force_login(make_user("复核员"))
        url = reverse("admin:stats_paper_remove", args=[paper.pk])
        assert client.post(url).status_code == 403
        assert Paper.objects.exists()

    def test_a_list_of_sources_counts_papers_and_loads_none(
        self, browser: Client, django_assert_max_num_queries: Any
    ) -> None:
        make_paper()
        with django_assert_max_num_queries(12) as asked:
            shown = page(browser.get(reverse("admin:stats_source_changelist")))
        assert "1份" in shown
        assert not any('"content"' in query["sql"] for query in asked.captured_queries)


class TestOpening:
    @pytest.mark.parametrize(
        ("content", "way"),
        [(PDF, "inline"), (PNG, "inline"), (JPEG, "inline"), (workbook(), "attachment")],
    )
    def test_only_what_a_browser_shows_safely_is_shown(
        self, client: Client, content: bytes, way: str
    ) -> None:
        paper = make_paper(content=content)
        client.force_login(make_user("读者"))
        response = client.get(reverse("paper", args=[paper.pk]))
        assert response.content == content
        assert response["Content-Type"] == paper.media_type
        assert response["Content-Disposition"].startswith(way)
        assert "filename*=utf-8''%E9%80%9A%E6%8A%A5" in response["Content-Disposition"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        policy = response["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert ("sandbox" in policy) == (content != PDF)

    def test_it_is_recorded_once_and_not_sent_again(self, client: Client) -> None:
        paper = make_paper()
        reader = make_user("读者")
        client.force_login(reader)
        url = reverse("paper", args=[paper.pk])
        first = client.get(url)
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (first["ETag"], again.status_code) == (f'"{paper.sha256}"', 304)
        assert not again.content
        assert again["Cache-Control"] == first["Cache-Control"] == "private, no-cache"
        assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
        client.head(url)
        event = Event.objects.get(kind="打开原件")
        assert (event.by, event.detail["file"]) == (reader, paper.name)
        assert event.subject_id == str(paper.source_id)

    def test_the_browser_of_somebody_without_the_right_learns_nothing(self, client: Client) -> None:
        paper = make_paper()
        client.force_login(make_user("系统管理员"))
        url = reverse("paper", args=[paper.pk])
        response = client.get(url, headers={"If-None-Match": f'"{paper.sha256}"'})
        assert response.status_code == 403
        assert client.post(url).status_code == 405

    @pytest.mark.parametrize("pk", [1, 10**12, 10**30])
    def test_what_is_not_there_is_not_found(self, client: Client, pk: int) -> None:
        client.force_login(make_user("读者"))
        response = client.get(f"/papers/{pk}/")
        assert response.status_code == 404
        assert f"没有编号为{pk}的原件" in page(response)


class TestLinks:
    def test_published_figures_and_read_entries_lead_to_it(self, browser: Client) -> None:
        figure = make_observation()
        entry = make_entry(5, year=2021)
        paper = make_paper(source=figure.source)
        link = f'href="{reverse("paper", args=[paper.pk])}"'
        pages = {
            "admin:stats_observation_change": figure.pk,
            "admin:stats_entry_change": entry.pk,
            "admin:stats_submission_change": entry.submission_id,
            "observation": figure.pk,
        }
        for name, pk in pages.items():
            response = browser.get(reverse(name, args=[pk]))
            assert link in response.content.decode(), name

    def test_without_a_paper_the_page_says_so(self, browser: Client) -> None:
        figure = make_observation()
        shown = page(browser.get(reverse("admin:stats_observation_change", args=[figure.pk])))
        assert "来源原件:未上传" in shown

    def test_the_review_names_a_figures_own_paper(self, browser: Client, clerk: User) -> None:
        own = make_paper(source=make_source("另一通报"), name="另一份.pdf")
        entry = make_entry(5, by=clerk, source=own.source)
        shown = page(
            browser.get(reverse("admin:stats_submission_change", args=[entry.submission_id]))
        )
        assert "另一份.pdf" in shown

    def test_many_sources_are_asked_for_at_once_without_their_content(
        self, django_assert_num_queries: Any
    ) -> None:
        made = [make_paper(source=make_source(f"通报{number}")) for number in range(5)]
        with django_assert_num_queries(1) as asked:
            found = papers.by_source([None, *(paper.source_id for paper in made)])
        assert {pk: [paper.pk for paper in each] for pk, each in found.items()} == {
            paper.source_id: [paper.pk] for paper in made
        }
        assert '"content"' not in asked.captured_queries[0]["sql"]
