from django.urls import path

from reporting.views import comments, dashboard, imports, reports, saved_views, targets

app_name = "reporting"
urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("reports/", reports.index, name="report_list"),
    path("reports/<slug:name>/", reports.detail, name="report_detail"),
    path("reports/<slug:name>/export/", reports.export, name="report_export"),
    path("views/", saved_views.view_list, name="view_list"),
    path("views/save/", saved_views.view_save, name="view_save"),
    path("views/<key:pk>/", saved_views.view_open, name="view_open"),
    path("views/<key:pk>/rename/", saved_views.view_rename, name="view_rename"),
    path("views/<key:pk>/delete/", saved_views.view_delete, name="view_delete"),
    path("comments/export/", comments.export, name="comments_export"),
    path("targets/", targets.target_list, name="target_list"),
    path("targets/set/", targets.target_set, name="target_set"),
    path("targets/<key:pk>/", targets.target_detail, name="target_detail"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/add/", imports.import_add, name="import_add"),
    path("imports/<key:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<key:pk>/errors/", imports.import_errors, name="import_errors"),
]
