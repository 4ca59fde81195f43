def withdraw(request, **kwargs):
    raise NotImplementedError


def reopen(request, **kwargs):
    raise NotImplementedError


def close(request, **kwargs):
    raise NotImplementedError


def discard(request, **kwargs):
    raise NotImplementedError


def restore(request, **kwargs):
    raise NotImplementedError
