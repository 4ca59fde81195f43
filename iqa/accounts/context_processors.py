def shell(request):
    return {"navigation": []}
