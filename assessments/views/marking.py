def mark(request, **kwargs):
    raise NotImplementedError


def correct(request, **kwargs):
    raise NotImplementedError
