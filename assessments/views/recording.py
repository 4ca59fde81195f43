def edit_action(request, **kwargs):
    raise NotImplementedError


def record(request, **kwargs):
    raise NotImplementedError


def recorded(request, **kwargs):
    raise NotImplementedError
