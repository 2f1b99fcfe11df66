import time

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from evalsite.accounts import session_expiry
from evalsite.accounts.forms import OwnPasswordForm, SignInForm
from evalsite.accounts.middleware import is_background, open_before_password_change
from evalsite.accounts.restored_form import KeptForm


class SignInView(auth_views.LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    @property
    def extra_context(self) -> dict[str, object]:  # type: ignore[override]
        return {"expired": "expired" in self.request.GET}

    def get_success_url(self) -> str:
        """Back to where one was, by way of what one had typed there."""
        if KeptForm.kept_for(self.request):
            return reverse("accounts:kept_form")
        return super().get_success_url()


@method_decorator(open_before_password_change, name="dispatch")
class SignOutView(auth_views.LogoutView):
    pass


@method_decorator([open_before_password_change, sensitive_post_parameters()], name="dispatch")
class PasswordChangeView(auth_views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = OwnPasswordForm
    success_url = "/"

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, "密码已修改。")
        return super().form_valid(form)


@require_GET
def kept_form(request: HttpRequest) -> HttpResponse:
    """Show what was typed while the session ran out, ready to be sent again to where it was going."""
    kept = KeptForm.kept_for(request)
    if kept is None:
        return redirect("/")
    return render(request, "accounts/kept_form.html", {"kept": kept})


@is_background
@open_before_password_change
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """Seconds until the session ends. GET only tells; POST, after a press on “继续使用”, begins the idle time anew."""
    now = time.time()
    if request.method == "POST":
        session_expiry.touch(request.session, now, write_every=0)
    return JsonResponse({"seconds_left": session_expiry.seconds_left(request.session, now)})
