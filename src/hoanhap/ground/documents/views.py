"""Screens of the administrator: templates of official papers, and who signs as what."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.ground.documents import presenters, selectors
from hoanhap.ground.documents.actions import templates as actions
from hoanhap.ground.documents.choices import FileFormat
from hoanhap.ground.documents.files import sample_file
from hoanhap.ground.documents.forms import ReplaceForm, SignatoryForm, VerifyForm
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import NotFound
from hoanhap.ground.web.http import ActorRequest, file_response
from hoanhap.ground.web.refusals import on_form


@require_safe
def template_list(request: ActorRequest) -> HttpResponse:
    """Every form with its newest edition, and whether it was compared with the Gazette."""
    rows = presenters.newest(selectors.editions(by=request.actor))
    waiting = sum(not row.edition.verified and not row.edition.own_layout for row in rows)
    return render(request, "documents/template_list.html", {"rows": rows, "waiting": waiting})


@require_safe
def template_detail(request: ActorRequest, ref: UUID) -> HttpResponse:
    """One edition: what it states, its text, the editions beside it."""
    edition = selectors.edition(by=request.actor, ref=ref)
    others = [one for one in selectors.editions(by=request.actor).filter(form=edition.form) if one.pk != edition.pk]
    context = {"edition": edition, "shown": presenters.shown(edition), "others": others}
    return render(request, "documents/template_detail.html", context)


@require_safe
def template_source(request: ActorRequest, ref: UUID) -> HttpResponse:
    """The text of one edition, to change and upload again."""
    edition = selectors.edition(by=request.actor, ref=ref)
    return file_response(
        edition.source.encode(), media_type="text/plain; charset=utf-8", name=f"{edition.form}-{edition.number}.txt"
    )


@require_safe
def template_sample(request: ActorRequest, ref: UUID, format: str) -> HttpResponse:  # noqa: A002 - a part of the address
    """One edition filled with sample data."""
    if format not in FileFormat.values:
        raise NotFound("documents.unknown_template")
    edition = selectors.edition(by=request.actor, ref=ref)
    place = selectors.place_of_sample(by=request.actor, on=clock.today())
    file = sample_file(edition, format, place=place)
    return file_response(file.content, media_type=file.media_type, name=file.name)


@require_http_methods(["GET", "HEAD", "POST"])
def template_verify(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Say that an edition agrees with the Gazette."""
    edition = selectors.edition(by=request.actor, ref=ref)
    form = VerifyForm(request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        with on_form(form):
            actions.verify_edition(by=request.actor, edition=edition, on=form.cleaned_data["on"])
            return redirect("documents:template_detail", ref)
    context = {"form": form, "edition": edition, "shown": presenters.shown(edition)}
    return render(request, "documents/template_verify.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template_replace(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Upload another text of a form."""
    edition = selectors.edition(by=request.actor, ref=ref)
    form = ReplaceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with on_form(form):
            added = actions.add_edition(
                by=request.actor,
                form=edition.form,
                source=form.cleaned_data["file"],
                valid_from=form.cleaned_data["valid_from"],
            )
            return redirect("documents:template_detail", added.pk)
    context = {"form": form, "edition": edition, "shown": presenters.shown(edition)}
    return render(request, "documents/template_replace.html", context)


@require_safe
def signatory_list(request: ActorRequest) -> HttpResponse:
    """The posts that sign papers today, and as what."""
    posts = presenters.signing(selectors.signing_posts(by=request.actor, on=clock.today()))
    return render(request, "documents/signatory_list.html", {"rows": posts})


@require_http_methods(["GET", "HEAD", "POST"])
def signatory_add(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Say as what the holder of a post signs, from a day on."""
    post = selectors.signing_post(by=request.actor, ref=ref, on=clock.today())
    form = SignatoryForm(request.POST or None)
    if form.is_valid():
        with on_form(form):
            actions.add_signatory(by=request.actor, post=post, **form.cleaned_data)
            return redirect("documents:signatory_list")
    told = selectors.signatories_of(by=request.actor, post=post)
    context = {"form": form, "post": post, "row": presenters.signing([post])[0], "told": told}
    return render(request, "documents/signatory_add.html", context)
