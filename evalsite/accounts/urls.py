from django.urls import path

from evalsite.accounts import views

app_name = "accounts"

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", views.SignOutView.as_view(), name="logout"),
    path("password/", views.PasswordChangeView.as_view(), name="password_change"),
    path("login/continue/", views.kept_form, name="kept_form"),
    path("session/", views.session, name="session"),
]
