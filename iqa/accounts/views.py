from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import render

sign_in = LoginView.as_view(template_name="form_page.html")
sign_out = LogoutView.as_view()


def accessibility(request):
    return HttpResponse("Accessibility")


def help_page(request):
    return HttpResponse("Help")


def locked_out(request, credentials, *args, **kwargs):
    return HttpResponse("Locked out", status=429)


def csrf_failure(request, reason=""):
    return render(request, "403.html", status=403)
