"""Screens of accounts and posts."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from hoanhap.ground.access import actions, selectors
from hoanhap.ground.access.choices import Language
from hoanhap.ground.access.filters import PostFilter, UserFilter
from hoanhap.ground.access.forms import EndForm, PostForm, ReasonForm, RenewForm, UserForm
from hoanhap.ground.access.http import AccountRequest
from hoanhap.ground.access.middleware import SESSION_KEY
from hoanhap.ground.access.models import User
from hoanhap.ground.access.tables import PostTable, UserTable, post_state
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Role
from hoanhap.ground.web.lists import show_list
from hoanhap.ground.web.refusals import on_form

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _typed(request: AccountRequest) -> QueryDict | None:
    """What was sent, also where nothing was filled in; nothing for a page that is only opened."""
    return request.POST if request.method == "POST" else None


@require_safe
def account(request: AccountRequest) -> HttpResponse:
    """One's own account: name, language, posts, second factor, password."""
    context = {
        "second_factor": selectors.has_second_factor(request.user),
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
        "languages": Language.choices,
    }
    return render(request, "access/account.html", context)


@require_POST
def language(request: AccountRequest) -> HttpResponse:
    """Change the language of the screens; for a signed-in holder also of the account."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in Language.values and chosen != request.user.language:
        actions.choose_language(by=request.actor, user=request.user, language=chosen)
    response: HttpResponse = set_language(request)
    return response


@get_or_post
def post_choose(request: AccountRequest) -> HttpResponse:
    """Choose the post in which one acts; it holds until one chooses again or signs out."""
    if request.method == "POST":
        open_refs = {str(post.pk) for post in request.standing.posts}
        if request.POST.get("post") in open_refs:
            request.session[SESSION_KEY] = request.POST["post"]
            return redirect(_back(request))
        messages.error(request, _("This post is not open today. Choose another."))
    return render(request, "access/post_choose.html", {"next": _back(request)})


def _back(request: AccountRequest) -> str:
    url = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if safe else str(settings.LOGIN_REDIRECT_URL)


@require_safe
def post_list(request: AccountRequest) -> HttpResponse:
    """Posts inside one's reach."""
    return show_list(
        request,
        queryset=selectors.posts(by=request.actor).in_order(),
        filter_class=PostFilter,
        table_class=PostTable,
        template="access/post_list.html",
        file_name="posts",
        export=False,
    )


@require_safe
def user_list(request: AccountRequest) -> HttpResponse:
    """Accounts inside one's reach."""
    return show_list(
        request,
        queryset=selectors.users(by=request.actor).in_order(),
        filter_class=UserFilter,
        table_class=UserTable,
        template="access/user_list.html",
        file_name="accounts",
        export=False,
    )


@require_safe
def user_detail(request: AccountRequest, ref: UUID) -> HttpResponse:
    """One account with its posts."""
    holder = selectors.user(by=request.actor, ref=ref)
    today = clock.today()
    held = selectors.posts(by=request.actor).filter(user=holder).in_order()
    posts = [(post, post_state(post, today)) for post in held]
    return render(request, "access/user_detail.html", {"holder": holder, "posts": posts})


@get_or_post
def user_create(request: AccountRequest) -> HttpResponse:
    """Make an account; its initial password is shown once, on this answer, and never again."""
    form = UserForm(_typed(request))
    if form.is_valid():
        password = actions.new_password()
        with on_form(form):
            holder = actions.create_user(by=request.actor, password=password, **form.cleaned_data)
            return render(request, "access/password_shown.html", {"holder": holder, "password": password})
    return render(request, "access/user_create.html", {"form": form})


@get_or_post
def sign_in_renew(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Give a new initial password, shown once; where asked, let go of the second factor."""
    holder = selectors.user(by=request.actor, ref=ref)
    form = RenewForm(_typed(request))
    if form.is_valid():
        password = actions.new_password()
        with on_form(form):
            actions.renew_sign_in(by=request.actor, user=holder, password=password, **form.cleaned_data)
            return render(request, "access/password_shown.html", {"holder": holder, "password": password})
    return render(request, "access/sign_in_renew.html", {"form": form, "holder": holder})


@get_or_post
def user_switch(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Close an open account, or open a closed one."""
    holder = selectors.user(by=request.actor, ref=ref)
    form = ReasonForm(_typed(request))
    if form.is_valid():
        with on_form(form):
            active = not holder.is_active
            actions.set_user_active(by=request.actor, user=holder, active=active, reason=form.cleaned_data["reason"])
            messages.success(request, _("The account is open again.") if active else _("The account is closed."))
            return redirect("access:user_detail", ref)
    return render(request, "access/user_switch.html", {"form": form, "holder": holder})


@get_or_post
def post_grant(request: AccountRequest, ref: UUID) -> HttpResponse:
    """Grant a post to an account."""
    holder = selectors.user(by=request.actor, ref=ref)
    role, words = request.POST.get("role", ""), request.POST.get("words", "")
    places = selectors.places_for(by=request.actor, role=role, words=words, day=clock.today())[:20]
    form = PostForm(_typed(request), places=places, initial={"from_on": clock.today()})
    if form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "words"}
        with on_form(form):
            actions.grant_post(by=request.actor, user=holder, **given | {"role": Role(role)})
            messages.success(request, _("The post is granted."))
            return redirect("access:user_detail", ref)
    return render(request, "access/post_grant.html", {"form": form, "holder": holder})


@get_or_post
def post_end(request: AccountRequest, ref: UUID) -> HttpResponse:
    """End a post."""
    post = selectors.post(by=request.actor, ref=ref)
    form = EndForm(_typed(request), initial={"to_on": clock.today()})
    if form.is_valid():
        with on_form(form):
            actions.end_post(by=request.actor, post=post, **form.cleaned_data)
            messages.success(request, _("The end of the post is recorded."))
            return redirect("access:user_detail", post.user_id)
    return render(request, "access/post_end.html", {"form": form, "post": post})
