from django.urls import path

from iqa.accounts import views

app_name = "accounts"

urlpatterns = [
    path("account/sign-in/", views.sign_in, name="sign_in"),
    path("account/sign-on/", views.sign_on_begin, name="sign_on"),
    path("account/sign-on/callback/", views.sign_on_finish, name="sign_on_callback"),
    path("account/sign-out/", views.sign_out, name="sign_out"),
    path("account/password/reset/", views.password_reset, name="password_reset"),
    path("account/password/reset/sent/", views.password_reset_sent, name="password_reset_sent"),
    path("account/password/set/", views.password_set, name="password_set"),
    path("account/stay/", views.stay, name="stay"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("help/", views.help_page, name="help"),
    path("health/", views.health, name="health"),
]
