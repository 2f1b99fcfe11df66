"""Addresses of the whole site: sign-in here, the rest in the two domain apps."""

from django.urls import include, path

urlpatterns = [
    path("", include("evalsite.accounts.urls")),
    path("", include("budgets.urls")),
    path("", include("assessments.urls")),
]

handler400 = "evalsite.errors.bad_request"
handler403 = "evalsite.errors.permission_denied"
handler404 = "evalsite.errors.page_not_found"
handler500 = "evalsite.errors.server_error"
