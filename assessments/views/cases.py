def add(request, **kwargs):
    raise NotImplementedError


def detail(request, **kwargs):
    raise NotImplementedError


def edit(request, **kwargs):
    raise NotImplementedError
