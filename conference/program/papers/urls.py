"""Addresses of a conference's papers, below /<lang>/papers/<slug>/."""

from django.urls import path

from conference.program.papers import views

app_name = "papers"

urlpatterns = [
    path("<slug:paper>.<slug:paper_format>", views.paper, name="paper"),
]
