from django.contrib.auth.backends import ModelBackend


class PostedPersonBackend(ModelBackend):
    pass
