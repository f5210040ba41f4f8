"""Sheets for the registers in the hands of a keeper: uploaded, looked at, taken or given up."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from cixi_ip.models import Event
from stats import actions
from stats.models import Contact, Enterprise, FormerName, Honour, RegisterFile
from stats.registers import REGISTERS
from tests.makers import make_stand_in, make_user
from tests.stats.register_rows import (
    credit_code,
    make_enterprise,
    make_keeper,
    make_programme,
    make_town,
)
from tests.stats.register_sheets import digest_of, honour, make_register_file, rows_of, sheet
from tests.stats.workbooks import xlsx

pytestmark = pytest.mark.django_db
HONOURS, ENTERPRISES = REGISTERS["honours"], REGISTERS["enterprises"]


def upload(by, content, register=HONOURS):
    return actions.upload_rows(by=by, register=register, name="表.xlsx", content=content)


def take(by, file, **decided):
    return actions.take_file(by=by, file=file, seen=digest_of(file), **decided)


class TestTaking:
    def test_enterprises_and_honours_are_registered_together(self):
        by, town = make_keeper(), make_town()
        make_programme()
        file = upload(by, rows_of([honour(n, 镇街=town.name) for n in range(3)]))
        assert take(by, file) == 3
        assert Honour.objects.count() == Enterprise.objects.filter(town=town).count() == 3
        assert Event.objects.filter(kind="新增登记").count() == 6
        told = Event.objects.get(kind="导入登记").detail
        assert (told["rows"], told["enterprises"], told["sha256"]) == (3, 3, file.sha256)
        file.refresh_from_db()
        assert file.taken_at is not None

    def test_the_same_file_twice_is_said(self):
        by, content = make_keeper(full_name="登记某"), sheet()
        file = upload(by, content)
        again = upload(by, content)
        take(by, file)
        with pytest.raises(ValidationError, match="已由登记某上传并导入过"):
            upload(by, content)
        with pytest.raises(ValidationError, match="已由登记某上传并导入过"):
            take(by, again)
        with pytest.raises(ValidationError, match="已经导入过"):
            take(by, file)

    def test_a_preview_that_is_no_longer_true_is_not_taken(self):
        by = make_keeper()
        file = upload(by, sheet())
        seen = digest_of(file)
        make_enterprise("生成企业第1", credit_code=credit_code(500_001))
        with pytest.raises(ValidationError, match="登记册又有变动"):
            actions.take_file(by=by, file=file, seen=seen)
        assert not Honour.objects.exists()

    def test_what_is_wrong_stops_all_unless_it_is_left_out(self):
        by = make_keeper()
        make_programme()
        file = upload(by, rows_of([honour(1), honour(2, 项目="没有的")]))
        with pytest.raises(ValidationError, match="有 1 行有问题，没有导入"):
            take(by, file)
        assert not Enterprise.objects.exists()
        assert take(by, file, leaves_faulty=True) == 1
        assert Enterprise.objects.count() == 1

    def test_what_was_left_out_is_taken_from_the_same_file_later(self):
        by = make_keeper()
        make_programme()
        content = rows_of([honour(1), honour(2, 项目="小巨人")])
        take(by, upload(by, content), leaves_faulty=True)
        with pytest.raises(ValidationError, match="没有可再导入的"):
            upload(by, content)
        make_programme("小巨人", indicator=None)
        assert take(by, upload(by, content)) == 1
        assert Honour.objects.count() == 2
        with pytest.raises(ValidationError, match="没有可再导入的"):
            upload(by, content)

    def test_nothing_to_take_is_said(self):
        by, firm = make_keeper(), make_enterprise("生成甲")
        rows = [["企业名称", "统一社会信用代码"], ["生成甲", firm.credit_code]]
        file = upload(by, xlsx(rows), ENTERPRISES)
        with pytest.raises(ValidationError, match="没有要导入的"):
            take(by, file)

    def test_a_change_keeps_the_old_name_and_counts_editions(self):
        by, firm = make_keeper(), make_enterprise("生成甲")
        rows = [["企业名称", "统一社会信用代码"], ["生成乙", firm.credit_code]]
        take(by, upload(by, xlsx(rows), ENTERPRISES))
        firm.refresh_from_db()
        assert (firm.name, firm.edition) == ("生成乙", 2)
        assert FormerName.objects.get().name == "生成甲"
        told = Event.objects.get(kind="修改登记").detail
        assert told["changes"] == {"企业名称": ["生成甲", "生成乙"]}

    @pytest.mark.parametrize("is_gone", [False, True])
    def test_a_row_that_somebody_changed_meanwhile_stops_the_import(self, is_gone):
        by, firm = make_keeper(), make_enterprise("生成甲", edition=2)
        seen = Enterprise(pk=firm.pk, name="生成乙", credit_code=firm.credit_code, edition=1)
        if is_gone:
            firm.delete()
        with pytest.raises(ValidationError, match="登记册又有变动，结果已经不同，没有导入"):
            actions.take_rows(
                by=by, register=ENTERPRISES, records=[seen], file="表.xlsx", sha256="0" * 64
            )

    def test_people_do_not_stay_in_the_file_nor_in_the_record(self):
        by, firm = make_keeper(), make_enterprise("生成甲")
        content = xlsx([["企业", "姓名", "电话"], ["生成甲", "测试某", "13800001234"]])
        file = upload(by, content, REGISTERS["contacts"])
        take(by, file)
        file.refresh_from_db()
        assert bytes(file.content) == b""
        assert Contact.objects.get(enterprise=firm).phone == "13800001234"
        assert not any("测试某" in str(event.detail) for event in Event.objects.all())

    def test_only_who_uploaded_it_or_stands_in_decides(self):
        by, other = make_keeper(full_name="传的人"), make_keeper()
        file = upload(by, sheet())
        for act in (take, lambda by, file: actions.drop_file(by=by, file=file)):
            with pytest.raises(PermissionDenied, match="由传的人上传"):
                act(other, file)
        make_stand_in(by, other)
        other = type(other).objects.get(pk=other.pk)
        assert take(other, file) == 1
        assert Event.objects.get(kind="导入登记").by == other

    def test_a_file_given_up_is_gone_and_on_record(self):
        by = make_keeper()
        file = upload(by, sheet())
        actions.drop_file(by=by, file=file)
        assert not RegisterFile.objects.exists()
        with pytest.raises(ValidationError, match="已经放弃"):
            actions.take_file(by=by, file=file, seen="")
        assert Event.objects.get(kind="放弃登记册文件").detail["sha256"] == file.sha256

    def test_a_sheet_nobody_decides_on_is_given_up_after_a_month(self):
        by, content = make_keeper(), sheet()
        left, young, taken = (make_register_file(by, content) for _ in range(3))
        RegisterFile.objects.exclude(pk=young.pk).update(uploaded_at=now() - timedelta(31))
        RegisterFile.objects.filter(pk=taken.pk).update(taken_at=now())
        upload(by, content)
        assert not RegisterFile.objects.filter(pk=left.pk).exists()
        assert RegisterFile.objects.filter(pk__in=(young.pk, taken.pk)).count() == 2
        told = Event.objects.get(kind="放弃登记册文件")
        assert (told.by, told.subject_id, told.by_label) == (None, str(left.pk), "系统")
        assert told.detail["reason"] == "30天没有确认"

    def test_what_is_no_sheet_is_refused_at_once(self):
        with pytest.raises(ValidationError):
            upload(make_keeper(), b"%PDF-1.4")
        assert not RegisterFile.objects.exists()

    def test_another_office_does_not_upload(self):
        with pytest.raises(PermissionDenied, match="由知识产权科维护"):
            upload(make_keeper(office="商标品牌科"), sheet())


class TestPages:
    @pytest.fixture
    def keeper(self, client: Client) -> Client:
        self.by = make_keeper()
        client.force_login(self.by)
        return client

    def send(self, client: Client, content: bytes, slug: str = "honours") -> str:
        response = client.post(
            f"/registers/{slug}/import/", {"file": SimpleUploadedFile("名单.xlsx", content)}
        )
        assert response.status_code == 302, response.content.decode()
        return response.url

    def test_from_the_list_to_the_preview_to_the_register(self, keeper):
        page = keeper.get("/registers/honours/").content.decode()
        assert 'href="/registers/honours/import/"' in page
        upload_page = keeper.get("/registers/honours/import/").content.decode()
        assert "一并登记" in upload_page
        address = self.send(keeper, sheet())
        page = keeper.get(address).content.decode()
        assert "有 1 家企业还没有登记，导入时一并登记：生成企业第1" in page
        file = RegisterFile.objects.get()
        stale = keeper.post(address, {"seen": "0"}).content.decode()
        assert "没有导入。请重新核对" in stale
        assert digest_of(file) in stale
        assert keeper.post(address, {"seen": digest_of(file)}).url == "/registers/honours/"
        assert Honour.objects.count() == 1
        assert "已导入" in keeper.get(address).content.decode()
        assert "已导入" in keeper.get("/registers/honours/import/").content.decode()

    def test_the_page_gives_up_what_nobody_decided_on(self, keeper):
        make_register_file(self.by, sheet(), register="contacts")
        RegisterFile.objects.update(uploaded_at=now() - timedelta(31))
        assert "30 天没有确认" in keeper.get("/registers/honours/import/").content.decode()
        assert not RegisterFile.objects.exists()

    def test_fifty_rows_are_shown_and_the_rest_counted(self, keeper):
        make_programme()
        page = keeper.get(self.send(keeper, rows_of([honour(n) for n in range(60)])))
        text = page.content.decode()
        assert text.count('class="tag tag-good">新增') == 50
        assert "另有 10 行没有列出" in text

    def test_complaints_on_the_page_and_as_a_file(self, keeper):
        address = self.send(keeper, rows_of([honour(1, 有效期自="去年")]))
        page = keeper.get(address).content.decode()
        assert "名单第 2 行E 列" in page
        assert "没有要导入的" in page
        found = keeper.get(f"{address}complaints.csv").content.decode("utf-8-sig")
        assert "去年" in found

    def test_what_is_no_sheet_is_said_beside_the_field(self, keeper):
        for content, said in ((b"%PDF-1.4", "PDF"), (b"", "空文件")):
            sent = {"file": SimpleUploadedFile("名单.xlsx", content)}
            page = keeper.post("/registers/honours/import/", sent).content.decode()
            assert said in page
        assert "请选择一个文件" in keeper.post("/registers/honours/import/").content.decode()

    def test_a_sheet_without_the_headings_is_refused_in_the_preview(self, keeper):
        address = self.send(keeper, xlsx([["甲", "乙"], [1, 2]]))
        assert "没有找到表头" in keeper.get(address).content.decode()
        assert "没有找到表头" in keeper.post(address, {"seen": "0"}).content.decode()
        assert keeper.get(f"{address}complaints.csv").status_code == 302
        assert keeper.post(f"{address}drop/").url == "/registers/honours/import/"
        assert not RegisterFile.objects.exists()

    def test_the_template_and_what_is_not_there(self, keeper):
        response = keeper.get("/registers/honours/import/template.xlsx")
        assert response["Content-Disposition"].startswith("attachment")
        for address in ("/registers/honours/import/9/", "/registers/none/import/"):
            assert keeper.get(address).status_code == 404

    def test_who_does_not_keep_it_stays_out(self, client):
        file = make_register_file(make_keeper(), sheet())
        for user in (make_user("读者"), make_keeper(office="商标品牌科")):
            client.force_login(user)
            for address in ("", "template.xlsx", f"{file.pk}/", f"{file.pk}/complaints.csv"):
                assert client.get(f"/registers/honours/import/{address}").status_code == 403
            assert client.post(f"/registers/honours/import/{file.pk}/drop/").status_code == 403

    def test_a_colleague_sees_and_does_not_decide(self, client):
        file = make_register_file(make_keeper(full_name="传的人"), sheet())
        client.force_login(make_keeper())
        page = client.get(f"/registers/honours/import/{file.pk}/").content.decode()
        assert "由传的人上传，请由本人确认" in page
        assert "确认导入</button>" not in page
