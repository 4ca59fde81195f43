def detail(request, **kwargs):
    raise NotImplementedError


def version(request, **kwargs):
    raise NotImplementedError
