"""Many documents in one ZIP file: ordered from the bureau's list, watched, cancelled, taken away."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.bundle_jobs import bundle_file, cancel_bundle, order_bundle, remove_bundle
from assessments.drafting import Refused
from assessments.models import Bundle
from assessments.queries import bundles_of
from assessments.web.bureau.list_page import filtered
from assessments.web.papers.bundle_forms import BundleForm, first_choice
from assessments.web.papers.bundle_pages import bundle_rows, failed_documents, progress_of
from assessments.web.scope import only_for_the_bureau
from evalsite.accounts.rate_limit import CostlyKind, costly
from evalsite.requests import SignedInRequest, wants_part


def _own_bundle(request: SignedInRequest, pk: int) -> Bundle:
    return get_object_or_404(bundles_of(request.user), pk=pk)


@require_safe
def bundle_list(request: SignedInRequest) -> HttpResponse:
    only_for_the_bureau(request)
    return render(request, "assessments/bureau/bundle_list.html", {"bundles": bundle_rows(request.user)})


@costly(CostlyKind.BUNDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def bundle_order(request: SignedInRequest) -> HttpResponse:
    """What the list shows as it is filtered: a look at it first, then the order."""
    only_for_the_bureau(request)
    chosen = list(filtered(request.user, request.GET, localdate()).qs)
    form = BundleForm(request.POST or None, initial=first_choice(request.GET))
    if form.is_valid():
        try:
            ordered = order_bundle(request.user, chosen, form.wanted, form.of_all)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            return redirect("assessments:bundle", ordered.pk)
    context = {"chosen": chosen, "form": form, "query": request.GET.urlencode()}
    status = 422 if form.errors else 200
    return render(request, "assessments/bureau/bundle_order.html", context, status=status)


@require_safe
def bundle(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page of one bundle; a script asks for its changing part alone."""
    own = _own_bundle(request, pk)
    template = "_bundle" if wants_part(request) else "bundle"
    context = {"progress": progress_of(own), "failed": failed_documents(own)}
    return render(request, f"assessments/bureau/{template}.html", context)


@require_POST
def bundle_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    cancel_bundle(_own_bundle(request, pk))
    return redirect("assessments:bundle", pk)


@require_POST
def bundle_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    remove_bundle(_own_bundle(request, pk))
    messages.success(request, "打包下载已删除。")
    return redirect("assessments:bundle_list")


@require_safe
def bundle_download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    own = _own_bundle(request, pk)
    file = bundle_file(own)
    if file is None or not file.is_file():
        raise Http404
    name = f"预算绩效自评材料{localtime(own.created_at):%Y%m%d-%H%M}（{own.documents.count()}份）.zip"
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
