def record_for_half_day(request, **kwargs):
    raise NotImplementedError


def record(request, **kwargs):
    raise NotImplementedError


def take_action(request, **kwargs):
    raise NotImplementedError
