def find(request, **kwargs):
    raise NotImplementedError


def of_person(request, **kwargs):
    raise NotImplementedError
