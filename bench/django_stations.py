"""The page of stations in Django, as lean as it can be there: no middleware, no sessions, one joined query through the ORM, one template.

    STATIONS_DATABASE=house.sqlite gunicorn django_stations:application
"""

import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="measured, not kept",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    USE_TZ=False,
    DATABASES={"default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": f"file:{os.environ['STATIONS_DATABASE']}?mode=ro", "OPTIONS": {"uri": True},
        "CONN_MAX_AGE": None,
    }},
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [os.path.dirname(os.path.abspath(__file__))],
        "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])]},
    }],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Organisation(models.Model):
    id = models.TextField(primary_key=True)
    name = models.TextField()

    class Meta:
        app_label, managed, db_table = "bench", False, "organisations"


class Station(models.Model):
    id = models.TextField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.DO_NOTHING)
    name = models.TextField()
    level = models.TextField()
    kind = models.TextField()
    field = models.TextField()
    area = models.TextField()

    class Meta:
        app_label, managed, db_table = "bench", False, "stations"


class Plaque(models.Model):
    number = models.TextField(primary_key=True)
    station = models.OneToOneField(Station, models.DO_NOTHING)
    state = models.TextField()

    class Meta:
        app_label, managed, db_table = "bench", False, "plaques"


def stations(request):
    rows = Plaque.objects.select_related("station__organisation").order_by("-station__id")[:50]
    return render(request, "stations.html", {"rows": rows, "total": Plaque.objects.count()})


urlpatterns = [path("stations", stations)]
application = get_wsgi_application()
