"""Addresses of the self-assessment: the department's pages, the bureau's, and the year's rounds."""

from django.urls import path, register_converter

from assessments.web.bureau import exemption_views, remark_views, similarity_views
from assessments.web.bureau import views as bureau
from assessments.web.converters import SectionConverter
from assessments.web.department import views as department
from assessments.web.home import views as home
from assessments.web.notices import views as notices
from assessments.web.papers import bundle_views, county_views, downloads, report_views
from assessments.web.public import verification_views
from assessments.web.public import views as public
from assessments.web.report_checks import take_over_views
from assessments.web.report_checks import views as report_checks
from assessments.web.rounds import views as rounds
from assessments.web.sections import attachment_views, preview_views, section_views, target_views
from assessments.web.steps import views as steps

register_converter(SectionConverter, "section")

_ONE = "assessments/<int:pk>/"
_PROJECT = f"{_ONE}projects/<int:project_pk>/<section:section>/"
_PICTURE = "<int:number>-<slug:mark>.png"

app_name = "assessments"
urlpatterns = [
    path("", home.home, name="home"),
    path("checks/", public.check_list, name="check_list"),
    path("verify/", verification_views.verify, name="verify"),
    path("report-checks/", report_checks.report_checks, name="report_checks"),
    path("report-checks/keep/", report_checks.report_keep, name="report_keep"),
    path("report-checks/<int:pk>/", report_checks.kept_report, name="kept_report"),
    path("report-checks/<int:pk>/remove/", report_checks.report_remove, name="report_remove"),
    path("report-checks/<int:pk>/take-over/", take_over_views.choose_draft, name="take_over"),
    path("report-checks/<int:pk>/take-over/<int:assessment_pk>/", take_over_views.confirm, name="take_over_into"),
    path(_ONE, department.task_list, name="task_list"),
    path(f"{_ONE}check/", department.check, name="check"),
    path(f"{_ONE}copies/", similarity_views.copies, name="copies"),
    path(f"{_ONE}explain/", department.explain, name="explain"),
    path(f"{_ONE}comments/<int:comment_pk>/answer/", department.answer_comment, name="answer_comment"),
    path(f"{_ONE}steps/<slug:action>/", steps.step, name="step"),
    path(f"{_ONE}done/", steps.done, name="done"),
    path(f"{_ONE}timeline/", steps.timeline, name="timeline"),
    path(f"{_ONE}report/", report_views.report, name="report"),
    path(f"{_ONE}report.pdf", downloads.report_pdf, name="report_pdf"),
    path(f"{_ONE}documents/", report_views.documents, name="documents"),
    path(f"{_ONE}documents/<slug:key>.<slug:ending>", downloads.document, name="document"),
    path(f"{_ONE}attachments/<int:attachment_pk>/", downloads.attachment, name="attachment"),
    path(f"{_ONE}attachments/add/", attachment_views.attachment_add, name="attachment_add"),
    path(
        f"{_ONE}attachments/<int:attachment_pk>/remove/", attachment_views.attachment_remove, name="attachment_remove"
    ),
    path(f"{_ONE}indicators/<int:indicator_pk>/target/", target_views.target_change, name="target_change"),
    path(f"{_ONE}<section:section>/", section_views.section, name="section"),
    path(f"{_ONE}<section:section>/compute/", section_views.section_compute, name="section_compute"),
    path(f"{_ONE}<section:section>/preview/", preview_views.preview, name="preview"),
    path(f"{_ONE}<section:section>/preview/{_PICTURE}", preview_views.picture, name="picture"),
    path(_PROJECT, section_views.project_section, name="project_section"),
    path(f"{_PROJECT}compute/", section_views.project_section_compute, name="project_section_compute"),
    path(f"{_PROJECT}preview/", preview_views.preview, name="project_preview"),
    path(f"{_PROJECT}preview/{_PICTURE}", preview_views.picture, name="project_picture"),
    path("review/", bureau.review_list, name="review_list"),
    path("review/export/", downloads.review_export, name="review_export"),
    path("review/copies/", similarity_views.copies_list, name="copies_list"),
    path("review/<int:pk>/", bureau.review, name="review"),
    path("review/<int:pk>/comments/", remark_views.comment, name="comment"),
    path("review/<int:pk>/comments/<int:comment_pk>/", remark_views.revise, name="revise_comment"),
    path("review/<int:pk>/comments/<int:comment_pk>/settle/", remark_views.settle, name="settle_comment"),
    path("review/<int:pk>/comments/<int:comment_pk>/withdraw/", remark_views.withdraw, name="withdraw_comment"),
    path("review/<int:pk>/notice/", notices.notice_new, name="notice_new"),
    path("notices/", notices.notice_list_page, name="notice_list"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/answers/", notices.notice_answers, name="notice_answers"),
    path("notices/<int:pk>/steps/<slug:step>/", notices.notice_step, name="notice_step"),
    path("exemptions/", exemption_views.exemption_list, name="exemption_list"),
    path("exemptions/new/", exemption_views.exemption_new, name="exemption_new"),
    path("exemptions/<int:pk>/end/", exemption_views.exemption_end, name="exemption_end"),
    path("county/", county_views.county, name="county"),
    path("county/<int:pk>/documents/<slug:county_key>/", county_views.county_reading, name="county_reading"),
    path(
        "county/<int:pk>/documents/<slug:county_key>.<slug:ending>",
        county_views.county_document,
        name="county_document",
    ),
    path("bundles/", bundle_views.bundle_list, name="bundle_list"),
    path("bundles/order/", bundle_views.bundle_order, name="bundle_order"),
    path("bundles/<int:pk>/", bundle_views.bundle, name="bundle"),
    path("bundles/<int:pk>/cancel/", bundle_views.bundle_cancel, name="bundle_cancel"),
    path("bundles/<int:pk>/remove/", bundle_views.bundle_remove, name="bundle_remove"),
    path("bundles/<int:pk>/download/", bundle_views.bundle_download, name="bundle_download"),
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/open/", rounds.round_open, name="round_open"),
    path("rounds/<int:pk>/include/", rounds.round_include, name="round_include"),
    path("rounds/<int:pk>/scheme/", rounds.round_scheme, name="round_scheme"),
]
