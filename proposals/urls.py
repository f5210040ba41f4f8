"""Addresses of the proposals."""

from django.urls import path

from proposals import views

urlpatterns = [
    path("", views.proposal_list, name="proposal_list"),
    path("register/", views.register, name="proposal_register"),
    path("check/", views.check_file, name="check_file"),
    path("statistics/", views.proposal_statistics, name="proposal_statistics"),
    path("statistics.xlsx", views.statistics_xlsx, name="statistics_xlsx"),
    path("figures/", views.figure_search, name="figure_search"),
    path("minutes/", views.minutes_list, name="minutes_list"),
    path("minutes/new/", views.minutes_new, name="minutes_new"),
    path("minutes/<int:minutes>/", views.minutes_detail, name="minutes_detail"),
    path("minutes/<int:minutes>/edit/", views.minutes_edit, name="minutes_edit"),
    path("minutes/<int:minutes>/issue/", views.minutes_issue, name="minutes_issue"),
    path("minutes/<int:minutes>/minutes.pdf", views.minutes_pdf, name="minutes_pdf"),
    path("minutes/<int:minutes>/minutes.docx", views.minutes_docx, name="minutes_docx"),
    path("minutes/<int:minutes>/check/", views.minutes_check, name="minutes_check"),
    path("<int:proposal>/", views.detail, name="proposal_detail"),
    path("<int:proposal>/take/", views.take, name="letter_take"),
    path("<int:proposal>/letter/", views.desk, name="letter_desk"),
    path("<int:proposal>/submit/", views.submit, name="letter_submit"),
    path("<int:proposal>/send-back/", views.send_back, name="letter_send_back"),
    path("<int:proposal>/sign/", views.sign, name="letter_sign"),
    path("<int:proposal>/letter.docx", views.letter_docx, name="letter_docx"),
    path("<int:proposal>/letter/from-docx/", views.letter_from_docx, name="letter_from_docx"),
    path("<int:proposal>/letter.pdf", views.letter_pdf, name="letter_pdf"),
    path("<int:proposal>/check/", views.letter_check, name="letter_check"),
    path(
        "<int:proposal>/check/page/<int:page>.png",
        views.letter_check_page,
        name="letter_check_page",
    ),
    path("<int:proposal>/verify/", views.verify, name="letter_verify"),
]
