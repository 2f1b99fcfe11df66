"""Addresses of the whole site: sign-in here, the rest in the two domain apps."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [path("", include("evalsite.accounts.urls"))]
urlpatterns += [path("", include(name)) for name in ("budgets.urls", "assessments.urls") if find_spec(name)]
