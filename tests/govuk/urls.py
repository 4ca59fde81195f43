"""The addresses that the shell links to, without the apps behind them."""

from django.http import HttpResponse
from django.urls import include, path


def nowhere(request):
    return HttpResponse()


accounts = [
    path("sign-out/", nowhere, name="sign_out"),
    path("accessibility/", nowhere, name="accessibility"),
]
urlpatterns = [path("", include((accounts, "accounts")))]
