def start(request, **kwargs):
    raise NotImplementedError


def detail(request, **kwargs):
    raise NotImplementedError
