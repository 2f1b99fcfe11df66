"""Addresses of the administration."""

from django.urls import path

from budgets import views

app_name = "budgets"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/new/", views.person_new, name="person_new"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/password/", views.person_password, name="person_password"),
    path("people/<int:pk>/unlock/", views.person_unlock, name="person_unlock"),
    path("people/addresses/release/", views.address_release, name="address_release"),
    path("departments/", views.departments, name="departments"),
    path("departments/new/", views.department_new, name="department_new"),
    path("departments/<int:pk>/", views.department, name="department"),
    path("departments/sections/new/", views.section_new, name="section_new"),
    path("departments/sections/<int:pk>/", views.section, name="section"),
]
